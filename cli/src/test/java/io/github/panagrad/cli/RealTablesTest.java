package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real tables through the command line, with the defaults: how well they do is part of what is promised. */
class RealTablesTest {
    /** Of 251 test rows, after 501 to train on; 0.765 are of the more frequent class. */
    private static final double SMALL_ADULT_ACCURACY = 0.82;

    private static final double SMALL_ADULT_ROC_AUC = 0.87;

    /** Of 105 rows, after 418 to train on. */
    private static final double SMALL_ABALONE_R2 = 0.5;

    /** Of 16,281 test rows, after 32,561 to train on. */
    private static final double ADULT_ACCURACY = 0.856;

    private static final double ADULT_ROC_AUC = 0.911;
    private static final double ABALONE_R2 = 0.58;

    @TempDir
    Path folder;

    /** Returns the figure behind a name in the two lines about a part of the data. */
    private static double figure(Cli trained, String part, String name) {
        Matcher found = Pattern.compile(
                        "^" + part + " [^\\n]*\\n +.*?\\b" + name + " (\\S+?)(,| \\(|$)", Pattern.MULTILINE)
                .matcher(trained.out());
        assertTrue(found.find(), () -> part + ", " + name + " in:\n" + trained.out());
        return Double.parseDouble(found.group(1));
    }

    @Test
    void adult() throws IOException {
        adult(RealData.small("adult"), SMALL_ADULT_ACCURACY, SMALL_ADULT_ROC_AUC);
    }

    @Test
    void fullAdult() throws IOException {
        adult(RealData.full("adult"), ADULT_ACCURACY, ADULT_ROC_AUC);
    }

    /** The labels of the test file end in a full stop, those of the training file do not. */
    private void adult(Path data, double leastAccuracy, double leastRocAuc) throws IOException {
        Path model = folder.resolve("adult.st");
        Path test = data.resolve("adult-test.csv");
        Cli trained = Cli.run(
                        "train",
                        "--preset",
                        "none",
                        "--data",
                        data.resolve("adult-train.csv"),
                        "--target",
                        14,
                        "--test-data",
                        test,
                        "--strip",
                        ".",
                        "--out",
                        model)
                .done();
        double accuracy = TrainTest.accuracy(trained.line("test"));
        assertTrue(accuracy >= leastAccuracy, trained.out());
        double rocAuc = figure(trained, "test", "ROC AUC");
        assertTrue(rocAuc >= leastRocAuc, trained.out());

        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", test).done();
        assertEquals(
                trained.line("test"), "loss " + evaluated.line("loss") + ", accuracy " + evaluated.line("accuracy"));
        assertEquals(
                String.format(Locale.ROOT, "%.4f", rocAuc),
                String.format(
                        Locale.ROOT,
                        "%.4f",
                        Double.parseDouble(evaluated.line("roc_auc").split(" ", -1)[0])));

        Path predictions = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", test, "--out", predictions)
                .done();
        assertEquals(accuracy, shareOfRightOnes(Files.readAllLines(predictions), test));
    }

    private static double shareOfRightOnes(List<String> predictions, Path test) throws IOException {
        assertEquals("predicted,probability_<=50K,probability_>50K", predictions.getFirst());
        // The file ends with an empty line.
        List<String> rows = Files.readAllLines(test).stream()
                .filter(line -> !line.isBlank())
                .toList();
        assertEquals(rows.size() + 1, predictions.size());
        int right = 0;
        for (int r = 0; r < rows.size(); r++) {
            String predicted = predictions.get(r + 1).split(",", -1)[0];
            assertTrue(predicted.equals("<=50K") || predicted.equals(">50K"), predicted);
            right += rows.get(r).endsWith(", " + predicted + ".") ? 1 : 0;
        }
        return (double) right / rows.size();
    }

    @Test
    void abalone() {
        abalone(RealData.small("abalone.csv"), SMALL_ABALONE_R2);
    }

    @Test
    void fullAbalone() {
        abalone(RealData.full("abalone.csv"), ABALONE_R2);
    }

    private static void abalone(Path data, double leastR2) {
        Cli trained = Cli.run("train", "--preset", "none", "--data", data, "--target", 8, "--validation", 0.2)
                .done();
        assertTrue(figure(trained, "validation", "R²") > leastR2, trained.out());
    }
}
