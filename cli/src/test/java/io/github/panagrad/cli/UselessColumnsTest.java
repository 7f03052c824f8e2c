package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that cannot help are left out, which is said, and have no influence on predictions. */
class UselessColumnsTest {
    private static final int ROWS = 120;

    @TempDir
    Path folder;

    private Path write(String name, String header, int rows, IntFunction<String> row) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                header
                        + IntStream.range(0, rows)
                                .mapToObj(r -> "\n" + row.apply(r))
                                .collect(Collectors.joining()));
    }

    private Cli train(Path data, Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "train", "--data", data, "--layers", 5, "--epochs", 4, "--out", folder.resolve("m.st")),
                        Stream.of(more))
                .toArray());
    }

    private List<String> predict(Path data) throws IOException {
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", folder.resolve("m.st"), "--data", data, "--out", out)
                .done();
        return Files.readAllLines(out);
    }

    /** The rows are sorted by their class, so that their number tells it; nothing else does. */
    @ParameterizedTest
    @ValueSource(strings = {"", "row_id", "nr"})
    void theNumberOfARowIsNotLearned(String name) throws IOException {
        RandomKey noise = RandomKey.of(5);
        Path data = write(
                "t.csv",
                name + ",x,y",
                ROWS,
                r -> r + "," + noise.uniform(r) + "," + (r < ROWS / 2 ? "first" : "second"));
        Cli trained = train(data).done();
        String shown = name.isEmpty() ? "0" : name;
        assertEquals(
                1,
                trained.err()
                        .lines()
                        .filter(line -> line.contains("column '" + shown + "'"))
                        .count());
        assertTrue(trained.err().contains("--columns"), trained.err());
        assertTrue(trained.line("data").contains(" 1 inputs"), trained.out());
        // Its place is needed no longer, and it may hold anything.
        Path other = write("a.csv", name + ",x", 4, r -> "R-" + r + "," + r * 0.25);
        Path without = write("b.csv", "x", 4, r -> String.valueOf(r * 0.25));
        assertEquals(predict(other), predict(without));
    }

    @Test
    void aNumberThatIsAskedForIsLearned() throws IOException {
        Path data = write("t.csv", "nr,x,y", ROWS, r -> r + "," + r % 5 + ".5," + (r < ROWS / 2 ? "first" : "second"));
        Cli trained = train(data, "--columns", "nr,x").done();
        assertTrue(trained.line("data").contains(" 2 inputs"), trained.out());
        assertFalse(trained.err().contains("not learned"), trained.err());
        train(data, "--id", "nr").done();
        assertEquals(5, predict(write("n.csv", "x", 4, r -> String.valueOf(r))).size());
    }

    @Test
    void aSchemaSaysTheSameAndCanBeEdited() throws IOException {
        Path data = write("t.csv", "nr,x,y", ROWS, r -> r + "," + r % 5 + ".5," + (r < ROWS / 2 ? "first" : "second"));
        Path schema = folder.resolve("schema.json");
        train(data, "--write-schema", schema).done();
        Path rows = write("n.csv", "nr,x", 4, r -> r + ",0.5");
        List<String> expected = predict(rows);
        train(data, "--schema", schema).done();
        assertEquals(expected, predict(rows));
        String edited = Files.readString(schema).replaceFirst("\"ignored\"", "\"feature\"");
        Files.writeString(schema, edited);
        assertTrue(train(data, "--schema", schema).done().line("data").contains(" 2 inputs"));
    }

    /** A constant column, one that is constant up to rounding, one without values, one text, and names that are all different. */
    @Test
    void constantsAndNamesHaveNoInfluence() throws IOException {
        String header = "tag,c,r,e,s,x,y";
        Path data = write(
                "t.csv",
                header,
                ROWS,
                r -> "T" + r + ",7.25," + (0.3 + r % 3 * Math.ulp(0.3)) + ",,one," + r % 9 + "." + r % 4 + "," + r % 9
                        + ".25");
        Cli trained = train(data, "--scaling", "robust").done();
        assertTrue(trained.line("data").contains(" 1 inputs"), trained.out());
        for (String column : List.of("tag", "c", "r", "e", "s")) {
            assertTrue(trained.line("data").contains(column + ": "), trained.out());
        }
        List<String> usual = predict(write("a.csv", header, 5, r -> "T1,7.25,0.3,,one," + r + ",0"));
        assertEquals(usual, predict(write("b.csv", header, 5, r -> "?,1e9,none,7,two," + r + ",0")));
        assertEquals(usual, predict(write("c.csv", "x", 5, String::valueOf)));
        assertEquals(6, usual.size());
    }

    /** Names that are all different are too rare to learn from, in folds as in one training. */
    @Test
    void textsThatAreTooRareAreSaidInFolds() throws IOException {
        Path data = write("t.csv", "name,x,y", ROWS, r -> "name " + r + "," + r % 7 + "," + (r % 2 == 0 ? "a" : "b"));
        for (Cli cli : List.of(
                train(data), Cli.run("cross-validate", "--data", data, "--layers", 5, "--epochs", 2, "--folds", 3))) {
            List<String> said = cli.done()
                    .err()
                    .lines()
                    .filter(line -> line.contains("NOTE: ") && line.contains("column 'name' is left out"))
                    .toList();
            assertEquals(1, said.size(), cli.err());
            assertTrue(said.getFirst().endsWith("--min-count 1 learns from them"), cli.err());
        }
    }
}
