package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of text, numbers and gaps: trained on, evaluated and predicted. */
class TableTrainTest {
    private static final String HEADER = "age,town,note,outcome";
    private static final int ROWS = 207;

    @TempDir
    Path folder;

    private Path model = Path.of("unset");

    @BeforeEach
    void nameTheModel() {
        model = folder.resolve("m.st");
    }

    /** Rows whose outcome follows from the town and, where it is there, the age. */
    private static List<String> rows(int seed) {
        RandomKey key = RandomKey.of(seed);
        List<String> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            String age = r % 13 == 5 ? "" : String.valueOf(18 + key.below(3L * r, 60));
            String town = r % 17 == 3 ? "?" : List.of("Aarau", "Bern", "Chur").get(key.below(3L * r + 1, 3));
            boolean leaves = town.equals("Bern") || (!age.isEmpty() && Integer.parseInt(age) > 50);
            rows.add(age + "," + town + ",x" + key.below(3L * r + 2, 2) + "," + (leaves ? "leaves" : "stays"));
        }
        return rows;
    }

    private Path write(String name, String header, List<String> rows) throws IOException {
        String text = (header.isEmpty() ? "" : header + "\n") + String.join("\n", rows) + "\n";
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli train(Object data, Object... more) {
        Object[] args = {"train", "--data", data, "--layers", "9", "--epochs", 7, "--batch-size", 16, "--out", model};
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private List<String> predict(Path data) throws IOException {
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", out).done();
        return Files.readAllLines(out);
    }

    private Cli evaluate(Object data, Object... more) {
        Object[] args = {"evaluate", "--model", model, "--data", data};
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    private static double accuracy(Cli evaluated) {
        return Double.parseDouble(evaluated.done().line("accuracy").split(" ", -1)[0]);
    }

    private void requireAgreement(Path data, List<String> rows) throws IOException {
        List<String> predicted = predict(data);
        assertEquals("predicted,probability_leaves,probability_stays", predicted.getFirst());
        assertEquals(rows.size() + 1, predicted.size());
        int right = 0;
        for (int r = 0; r < rows.size(); r++) {
            String truth = rows.get(r).substring(rows.get(r).lastIndexOf(',') + 1);
            right += predicted.get(r + 1).startsWith(truth + ",") ? 1 : 0;
        }
        assertEquals(accuracy(evaluate(data)), (double) right / rows.size());
    }

    @Test
    void evaluatesWhatItPredicts() throws IOException {
        train(write("train.csv", HEADER, rows(1))).done();
        requireAgreement(write("new.csv", HEADER, rows(2)), rows(2));
    }

    @Test
    void evaluatesWhatItPredictsWithoutAHeader() throws IOException {
        Cli trained = train(write("train.csv", "", rows(1)), "--target", 3).done();
        assertTrue(trained.line("data").contains("no header"), trained.out());
        requireAgreement(write("new.csv", "", rows(2)), rows(2));
    }

    @Test
    void findsColumnsByNameInAnyOrderAndNamesThoseThatAreMissing() throws IOException {
        train(write("train.csv", HEADER, rows(1))).done();
        Path usual = write("new.csv", HEADER, rows(2));
        List<String> turned = rows(2).stream()
                .map(row -> {
                    String[] fields = row.split(",", -1);
                    return fields[3] + "," + fields[2] + ",extra," + fields[1] + "," + fields[0];
                })
                .toList();
        Path reordered = write("reordered.csv", "outcome,note,more,town,age", turned);
        assertEquals(predict(usual), predict(reordered));
        assertEquals(accuracy(evaluate(usual)), accuracy(evaluate(reordered)));

        Path renamed = write("renamed.csv", "age,city,note,outcome", rows(2));
        evaluate(renamed).failed(2, "renamed.csv", "'town'");
        Cli.run("predict", "--model", model, "--data", renamed, "--out", folder.resolve("q.csv"))
                .failed(2, "renamed.csv", "'town'");
        Path otherType = write("other.csv", HEADER, List.of("old,Bern,x1,leaves", "33,Bern,x1,stays"));
        evaluate(otherType).failed(2, "other.csv, line 2", "'age'", "expected a number", "'old'");
        Path unknownClass = write("class.csv", HEADER, List.of("33,Bern,x1,perhaps"));
        evaluate(unknownClass).failed(2, "class.csv, line 2", "'outcome'", "'perhaps'", "'leaves', 'stays'");
        assertEquals(false, Files.exists(folder.resolve("q.csv")));
    }

    @Test
    void hasAPlaceForUnseenTextAndMissingValues() throws IOException {
        train(write("train.csv", HEADER, rows(1))).done();
        Path odd = write("odd.csv", "age,town,note", List.of(",Genf,x1", "33,,", ",,", "1e6,Bern,x9"));
        List<String> predicted = predict(odd);
        assertEquals(5, predicted.size());
        for (String line : predicted.subList(1, 5)) {
            String[] fields = line.split(",", -1);
            assertEquals(1, Double.parseDouble(fields[1]) + Double.parseDouble(fields[2]), 1e-6);
        }
    }

    @Test
    void learnsTheSameFromOneFileSeveralAndCompressed() throws IOException {
        train(write("train.csv", HEADER, rows(1))).done();
        Path data = write("new.csv", HEADER, rows(2));
        List<String> expected = predict(data);
        Path parts = Files.createDirectories(folder.resolve("parts"));
        write("parts/a.csv", HEADER, rows(1).subList(0, 100));
        write("parts/b.csv", HEADER, rows(1).subList(100, ROWS));
        train(parts + "/*.csv").done();
        assertEquals(expected, predict(data));
        Path gzip = folder.resolve("train.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(Files.readAllBytes(folder.resolve("train.csv")));
        }
        train(gzip).done();
        assertEquals(expected, predict(data));
    }

    @Test
    void takesAnEditedSchema() throws IOException {
        Path data = write("train.csv", HEADER, rows(1));
        Path schema = folder.resolve("schema.json");
        train(data, "--write-schema", schema).done();
        List<String> expected = predict(data);
        train(data, "--schema", schema).done();
        assertEquals(expected, predict(data));
        String text = Files.readString(schema);
        String edited = text.replaceAll("(\"town\"[^}]*\"role\"\\s*:\\s*)\"feature\"", "$1\"ignored\"");
        assertTrue(!edited.equals(text), text);
        Files.writeString(schema, edited);
        train(data, "--schema", schema).done();
        // What is ignored may be missing.
        assertEquals(
                3,
                predict(write("less.csv", "age,note", List.of("33,x1", ",x0"))).size());
    }

    @Test
    void holdsBackWhatAColumnSaysAndTestsOnFiles() throws IOException {
        List<String> marked = new ArrayList<>();
        for (String row : rows(1)) {
            marked.add((marked.size() % 4 == 1 ? "valid," : "train,") + row);
        }
        Path data = write("train.csv", "part," + HEADER, marked);
        Path test = write("test.csv", HEADER, rows(2));
        Cli trained =
                train(data, "--validation-column", "part", "--test-data", test).done();
        assertTrue(trained.line("data").contains("155 + 52 validation + 207 test"), trained.out());
        assertTrue(trained.line("test").contains("accuracy " + accuracy(evaluate(test))), trained.out());
        train(data, "--validation-column", "note").failed(2, "--validation-column note", "holds back no row");
    }

    @Test
    void weighsRowsAndClasses() throws IOException {
        List<String> weighted = rows(1).stream().map(row -> row + ",2.5").toList();
        Path data = write("train.csv", HEADER + ",w", weighted);
        Cli trained = train(data, "--weight", "w", "--target", "outcome").done();
        assertTrue(trained.line("data").contains("weighted by column 'w'"), trained.out());
        assertEquals(ROWS + 1, predict(write("new.csv", HEADER, rows(2))).size());
        train(data, "--weight", "w", "--target", "outcome", "--class-weights", "balanced")
                .done();
        train(data, "--weight", "town", "--target", "outcome").failed(2, "'town'", "must hold numbers");
        train(data, "--class-weights", "1,2,3", "--target", "outcome").failed(2, "2 classes", "3 weights");
    }

    /** Words for true and false are the user's own, in predictions too; true and false themselves have one spelling. */
    @ParameterizedTest
    @CsvSource({"no, yes, no, yes", "N, Y, N, Y", "FALSE, TRUE, false, true"})
    void predictsTheWordsOfATargetOfTruthValues(String no, String yes, String first, String second) throws IOException {
        List<String> words = rows(1).stream()
                .map(row -> row.replace("leaves", yes).replace("stays", no))
                .toList();
        Path data = write("train.csv", HEADER, words);
        Path schema = folder.resolve("schema.json");
        train(data, "--loss", "binary_cross_entropy", "--write-schema", schema).done();
        List<String> predicted = predict(data);
        assertEquals("predicted,probability_" + first + ",probability_" + second, predicted.getFirst());
        int right = 0;
        for (int r = 0; r < words.size(); r++) {
            String word = predicted.get(r + 1).split(",", -1)[0];
            assertTrue(word.equals(first) || word.equals(second), word);
            right += words.get(r).toLowerCase(Locale.ROOT).endsWith("," + word.toLowerCase(Locale.ROOT)) ? 1 : 0;
        }
        assertEquals(accuracy(evaluate(data)), (double) right / words.size());
        train(data, "--schema", schema).done();
        assertEquals(predicted.getFirst(), predict(data).getFirst());
    }

    /** Where the options do not say, values are trained for with a weight decay that falls with the number of steps. */
    @Test
    void decaysWeightsForValuesUnlessToldOtherwise() throws IOException {
        List<String> numbers = rows(1).stream()
                .map(row -> row.replaceAll("leaves$", "2.5").replaceAll("stays$", "7.25"))
                .toList();
        Path data = write("values.csv", HEADER, numbers);
        Cli trained = train(data, "--preset", "none", "--seed", 3, "--task", "regression")
                .done();
        // 186 of 207 rows are trained on.
        double decay = 20 * Math.sqrt(16 / (186.0 * 7));
        assertTrue(
                trained.line("optimiser").startsWith("adam, learning rate 0.003 cosine, weight_decay:lambda=" + decay),
                trained.out());
        byte[] model = Files.readAllBytes(this.model);
        String config = Cli.run("inspect", "--model", this.model, "--show-config")
                .done()
                .out();
        Path yaml = Files.writeString(folder.resolve("run.yaml"), config);
        Cli.run("train", "--config", yaml, "--data", data, "--out", this.model).done();
        assertArrayEquals(model, Files.readAllBytes(this.model));

        assertEquals(
                "adam, learning rate 0.003 cosine, weight_decay:lambda=0.0, batches of 16, seed 42",
                train(data, "--preset", "none", "--regularizer", "weight_decay:0", "--task", "regression")
                        .done()
                        .line("optimiser"));
        assertEquals(
                "adam, learning rate 0.002 cosine, batches of 16, seed 42",
                train(data, "--preset", "none", "--learning-rate", 0.002, "--task", "regression")
                        .done()
                        .line("optimiser"));
        assertEquals(
                "sgd, learning rate 0.001 cosine, batches of 16, seed 42",
                train(data, "--preset", "none", "--optimizer", "sgd", "--task", "regression")
                        .done()
                        .line("optimiser"));
        Path classes = write("train.csv", HEADER, rows(1));
        assertEquals(
                "adam, learning rate 0.001 cosine, batches of 16, seed 42",
                train(classes, "--preset", "none").done().line("optimiser"));
    }
}
