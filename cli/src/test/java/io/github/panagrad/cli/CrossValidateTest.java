package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-validation on the command line, against trainings of each fold by itself. */
class CrossValidateTest {
    private static final int ROWS = 151;
    private static final int FOLDS = 3;
    private static final Object[] NETWORK = {"--layers", "7", "--epochs", 4, "--batch-size", 16, "--seed", 5};

    @TempDir
    Path folder;

    /** Text that only some folds have, gaps, and two classes. */
    private static List<String> rows(boolean classes) {
        RandomKey key = RandomKey.of(3);
        List<String> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            int age = 18 + key.below(3L * r, 60);
            String town =
                    r % 29 == 3 ? "Rare" + r : List.of("Aarau", "Bern", "Chur").get(key.below(3L * r + 1, 3));
            String target = classes ? (age > 45 ? "old" : "young") : String.valueOf(2.5 * age);
            rows.add((r % 13 == 5 ? "" : age) + "," + town + "," + target);
        }
        return rows;
    }

    private Path write(String name, List<String> rows) throws IOException {
        return Files.writeString(folder.resolve(name), "age,town,target\n" + String.join("\n", rows) + "\n");
    }

    private static Cli run(String command, Object... more) {
        return Cli.run(Stream.of(new Object[] {command}, NETWORK, more)
                .flatMap(Stream::of)
                .toArray());
    }

    /** The figures of each fold, and behind them the summaries, by name. */
    private static List<Map<String, Double>> objects(String json) throws IOException {
        List<Map<String, Double>> objects = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            Map<String, Double> current = new LinkedHashMap<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    current = new LinkedHashMap<>();
                } else if (token.isNumeric()) {
                    current.put(parser.currentName(), parser.getDoubleValue());
                } else if (token == JsonToken.END_OBJECT && !current.isEmpty()) {
                    objects.add(current);
                    current = new LinkedHashMap<>();
                }
            }
        }
        return objects;
    }

    @Test
    void givesEachFoldTheFiguresOfATrainingOfItsOwn() throws IOException {
        List<String> rows = rows(true);
        Path data = write("all.csv", rows);
        String json = run("cross-validate", "--data", data, "--folds", FOLDS, "--json")
                .done()
                .out();
        List<Map<String, Double>> objects = objects(json);
        // As tables number texts: from 1, in the order in which they appear.
        String first = rows.getFirst().endsWith(",old") ? ",old" : ",young";
        int[] labels =
                rows.stream().mapToInt(row -> row.endsWith(first) ? 1 : 2).toArray();
        List<Fold> folds = new KFold(FOLDS, 5).stratified(labels);
        int judged = 0;
        for (int f = 0; f < FOLDS; f++) {
            Path training = write("training.csv", pick(rows, folds.get(f).training()));
            Path validation = write("validation.csv", pick(rows, folds.get(f).validation()));
            Cli alone = run("train", "--data", training, "--validation-data", validation, "--target", "target")
                    .done();
            Map<String, Double> fold = objects.get(f);
            assertTrue(
                    alone.line("validation")
                            .startsWith("loss " + fold.get("loss") + ", accuracy " + fold.get("accuracy")),
                    alone.out() + json);
            judged += (int) number(fold, "validation_samples");
            assertEquals(ROWS, number(fold, "training_samples") + number(fold, "validation_samples"));
        }
        assertEquals(ROWS, judged);
        double mean = IntStream.range(0, FOLDS)
                .mapToDouble(f -> number(objects.get(f), "accuracy"))
                .average()
                .orElseThrow();
        // The summaries of loss and log_loss stand before that of accuracy.
        assertEquals(mean, number(objects.get(FOLDS + 2), "mean"), 1e-12);
    }

    private static double number(Map<String, Double> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static List<String> pick(List<String> rows, int[] positions) {
        return IntStream.of(positions).mapToObj(rows::get).toList();
    }

    @Test
    void summarisesEveryFigure() throws IOException {
        Path classes = write("classes.csv", rows(true));
        Cli printed = run("cross-validate", "--data", classes, "--folds", 2, "--repeats", 2)
                .done();
        for (int fold = 1; fold <= 4; fold++) {
            assertTrue(printed.line("fold " + fold + "/4").contains("ROC AUC"), printed.out());
        }
        for (String figure : List.of("loss", "log_loss", "accuracy", "roc_auc", "f1", "matthews")) {
            String numbers = printed.line(figure + " ")
                    .replaceFirst("^\\(positive: [a-z]+\\)", "")
                    .strip();
            assertTrue(numbers.split(" +", -1).length == 4, printed.out());
        }
        Path values = write("values.csv", rows(false));
        Cli regression = run("cross-validate", "--data", values, "--early-stopping", "r2", "--patience", 2)
                .done();
        assertTrue(regression.line("fold 5/5").contains("R²"), regression.out());
        assertTrue(regression.line("rmse").split(" +", -1).length == 4, regression.out());
        run("cross-validate", "--data", "moons", "--samples", 90).done().line("fold 5/5");
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        Path data = write("all.csv", rows(true));
        run("cross-validate", "--data", data, "--validation", 0.3)
                .failed(2, "--validation has no effect on cross-validate", "leave it out");
        run("cross-validate", "--data", data, "--folds", 1).failed(2, "--folds must be at least 2, found 1");
        run("cross-validate", "--data", data, "--folds", ROWS + 1)
                .failed(2, "all.csv", ROWS + " samples into " + (ROWS + 1) + " folds", "fewer --folds");
        run("cross-validate", "--data", data, "--out", folder.resolve("m.st")).failed(2, "--out");
    }
}
