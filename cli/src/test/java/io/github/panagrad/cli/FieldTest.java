package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in the situations of public bug reports, from training to prediction: what is right is in the README beside them. */
class FieldTest {
    @TempDir
    Path folder;

    private Path model = Path.of("unset");

    @BeforeEach
    void nameTheModel() {
        model = folder.resolve("m.st");
    }

    private static Path file(String name) {
        int slash = name.indexOf('/');
        return RealData.field(name.substring(0, slash)).resolve(name.substring(slash + 1));
    }

    private Cli train(Path data, Object... more) {
        Object[] args = {
            "train",
            "--data",
            data,
            "--layers",
            24,
            "--epochs",
            120,
            "--batch-size",
            16,
            "--learning-rate",
            0.01,
            "--out",
            model
        };
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private double evaluate(Path data, String metric, Object... more) {
        Object[] args = {"evaluate", "--model", model, "--data", data};
        Cli evaluated = Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray())
                .done();
        return Double.parseDouble(evaluated.line(metric).split(" ", -1)[0]);
    }

    private List<String> predict(Path data, Object... more) throws IOException {
        Path out = folder.resolve("p.csv");
        Object[] args = {"predict", "--model", model, "--data", data, "--out", out};
        Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray()).done();
        return Files.readAllLines(out);
    }

    /** Returns a part of a table: the lines whose number, modulo 4, is 0, or the others. */
    private Path part(Path data, boolean isHeld) throws IOException {
        List<String> lines = Files.readAllLines(data);
        List<String> kept = new ArrayList<>(List.of(lines.getFirst()));
        for (int r = 1; r < lines.size(); r++) {
            if (r % 4 == 0 == isHeld) {
                kept.add(lines.get(r));
            }
        }
        return Files.write(folder.resolve(isHeld ? "held.csv" : "t.csv"), kept);
    }

    private static void requireSaid(Cli run, String... parts) {
        assertTrue(
                run.err()
                        .lines()
                        .anyMatch(line ->
                                line.contains("NOTE: ") && Stream.of(parts).allMatch(line::contains)),
                run::err);
    }

    @Test
    void apostrophes() throws IOException {
        Path data = file("apostrophes/t.csv");
        Cli trained = train(data).done();
        assertFalse(trained.err().contains("quote"), trained.err());
        List<String> predicted = predict(data, "--id", "name", "--raw-text");
        assertEquals(121, predicted.size());
        List<String> lines = Files.readAllLines(data);
        for (int r = 1; r < lines.size(); r++) {
            String name = lines.get(r).substring(0, lines.get(r).indexOf(','));
            assertTrue(predicted.get(r).startsWith(name + ","), predicted.get(r));
        }
    }

    @Test
    void codes() throws IOException {
        train(file("codes/t.csv"), "--categorical", "shop").done();
        assertEquals(predict(file("codes/a.csv")), predict(file("codes/b.csv")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t2.csv"})
    void comments(String name) throws IOException {
        Path data = file("comments/" + name);
        train(data).failed(2, name + ", line 1: begins with #", "--comment '#'");
        assertFalse(Files.exists(model));
        train(data, "--comment", "#").done();
        assertEquals(151, predict(data, "--comment", "#").size());
        Cli.run("predict", "--model", model, "--data", data, "--out", folder.resolve("q.csv"))
                .failed(2, "--comment '#'");
    }

    @Test
    void constantColumns() throws IOException {
        Path data = file("constant-columns/t.csv");
        Cli trained = train(data).done();
        for (String name : List.of("k", "noise", "off", "allmiss", "txt")) {
            assertTrue(trained.line("data").contains(" " + name + ": all 160 training rows"), trained.out());
        }
        List<String> lines = Files.readAllLines(data);
        String[] cells = lines.get(1).split(",", -1);
        Path plain = Files.write(folder.resolve("a.csv"), List.of(lines.getFirst(), lines.get(1)));
        cells[0] = "1e9";
        cells[1] = "-7";
        cells[2] = "0";
        cells[3] = "5";
        cells[4] = "other";
        Path off = Files.write(folder.resolve("b.csv"), List.of(lines.getFirst(), String.join(",", cells)));
        assertEquals(predict(plain), predict(off));
    }

    @Test
    void dates() throws IOException {
        Path data = file("dates/t.csv");
        requireSaid(train(part(data, false)).done(), "column 'day'", "read as dates", "--categorical day");
        assertTrue(evaluate(part(data, true), "r2") > 0.9);
        List<Double> sales = predict(file("dates/new.csv")).stream()
                .skip(1)
                .map(Double::valueOf)
                .toList();
        assertEquals(10, sales.size());
        assertTrue(sales.stream().allMatch(one -> one > 40 && one < 250), sales::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "b.csv", "c.csv", "d.csv", "e.csv"})
    void decoratedNumbers(String name) throws IOException {
        Path data = file("decorated-numbers/" + name);
        requireSaid(train(part(data, false)).done(), "column 'price'", "read as numbers", "--categorical price");
        assertTrue(evaluate(part(data, true), "accuracy") > 0.95);
    }

    @Test
    void delimiterTie() throws IOException {
        Path data = file("delimiter-tie/t.csv");
        train(data).done();
        List<String> predicted = predict(data, "--id", "address");
        assertEquals(151, predicted.size());
        assertTrue(predicted.get(1).startsWith("\"26 Main St, Springfield, IL\","), predicted.get(1));
    }

    @Test
    void idColumn() throws IOException {
        Path data = file("id-column/t.csv");
        requireSaid(train(data).done(), "column 'id' is left out", "--min-count 1");
        List<String> predicted = predict(data, "--id", "id");
        assertEquals("id,predicted", predicted.getFirst());
        assertTrue(predicted.get(1).startsWith("A0000,"), predicted.get(1));
        assertEquals(201, predicted.size());
    }

    @ParameterizedTest
    @CsvSource({"pm.csv, -1, 1", "two.csv, 1, 2"})
    void twoLabels(String name, String one, String other) throws IOException {
        train(file("labels/" + name)).done();
        String header = predict(file("labels/" + name)).getFirst();
        assertTrue(header.contains("probability_" + one) && header.contains("probability_" + other), header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one345.csv", "gap.csv"})
    void moreLabels(String name) {
        requireSaid(train(file("labels/" + name)).done(), "the target 'y' has", "different", "--task ");
    }

    @Test
    void leadingZeros() throws IOException {
        Path data = file("leading-zeros/t.csv");
        requireSaid(train(part(data, false)).done(), "column 'zip'", "zeros in front", "--numeric zip");
        assertTrue(evaluate(part(data, true), "accuracy") > 0.98);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t0.csv", "t1.csv", "t2.csv", "t4.csv", "t6.csv", "t8.csv"})
    void missingMarks(String name) throws IOException {
        Path data = file("missing-marks/" + name);
        Cli trained = train(data).done();
        if (!name.matches("t[018].csv")) {
            requireSaid(trained, "column 'x'", "taken for missing", "--categorical x");
        }
        // Where x is missing y cannot be known.
        List<String> known = Files.readAllLines(data).stream()
                .filter(line -> line.startsWith("x,") || line.matches("-?[0-9].*"))
                .toList();
        assertTrue(known.size() > 200, name);
        assertTrue(evaluate(Files.write(folder.resolve("known.csv"), known), "r2") > 0.9);
    }

    @Test
    void mixedBooleans() throws IOException {
        Path data = file("mixed-booleans/t.csv");
        requireSaid(train(data).done(), "column 'm2'", "taken for true and false", "--categorical m2");
        String header = "m1,m2,m3\n";
        Path words = Files.writeString(folder.resolve("w.csv"), header + "true,TRUE,yes\nfalse,False,N\n");
        Path numbers = Files.writeString(folder.resolve("n.csv"), header + "1,1.0,1\n0,0.0,0\n");
        assertEquals(predict(words), predict(numbers));
    }

    @Test
    void negativeCounts() {
        train(file("negative-counts/t2.csv"), "--loss", "poisson").failed(2, "t2.csv, line 4", "-1");
        assertFalse(Files.exists(model));
    }

    @Test
    void oneClassValidation() {
        train(
                        file("one-class-validation/t.csv"),
                        "--validation-data",
                        file("one-class-validation/v.csv"),
                        "--early-stopping",
                        "roc_auc")
                .failed(2, "roc_auc", "class");
        assertFalse(Files.exists(model));
    }

    @Test
    void oneColumn() throws IOException {
        train(file("one-column/t.csv")).done();
        assertEquals(7, predict(file("one-column/new.csv")).size());
    }

    @Test
    void rareClass() {
        Path data = file("rare-class/t.csv");
        Cli trained = train(data, "--early-stopping", "pr_auc").done();
        assertTrue((trained.out() + trained.err()).contains("positive"), trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data).done();
        for (String metric : List.of("f1 ", "pr_auc ")) {
            assertFalse(evaluated.line(metric).contains("usual"), evaluated.out());
            assertTrue(evaluated.line(metric).contains("(positive: "), evaluated.out());
        }
    }

    @Test
    void repeatedHeader() throws IOException {
        Path data = file("repeated-header/t.csv");
        requireSaid(train(data).done(), "left out 1 line that repeats the header, line 152");
        assertEquals(301, predict(data).size());
    }

    @Test
    void sepLine() throws IOException {
        Path data = file("sep-line/t.csv");
        train(data).done();
        assertEquals(151, predict(data).size());
    }

    @Test
    void typoInCodes() throws IOException {
        Path data = file("typo-in-codes/t.csv");
        List<String> lines = Files.readAllLines(data);
        Cli trained = train(data).done();
        int typos = 0;
        for (int r = 1; r < lines.size(); r++) {
            String rating = lines.get(r).substring(0, lines.get(r).indexOf(','));
            if (!rating.matches("[1-5]")) {
                requireSaid(trained, "column 'rating'", "'" + rating + "' (line " + (r + 1));
                typos++;
            }
        }
        assertEquals(2, typos);
    }

    @Test
    void unnamedIndex() throws IOException {
        Path data = file("unnamed-index/t.csv");
        requireSaid(train(part(data, false)).done(), "column '0' is not learned from", "--columns");
        double accuracy = evaluate(part(data, true), "accuracy");
        assertTrue(accuracy > 0.3 && accuracy < 0.7, () -> "accuracy " + accuracy);
    }

    @Test
    void yearsAsHeader() throws IOException {
        Path data = file("years-as-header/t.csv");
        train(data, "--target", "label").done();
        assertEquals(161, predict(data).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.csv", "zero.csv"})
    void zeroWeights(String name) {
        train(file("zero-weights/" + name), "--weight", "w").done();
        assertTrue(evaluate(file("zero-weights/test.csv"), "r2") > 0.95);
    }
}
