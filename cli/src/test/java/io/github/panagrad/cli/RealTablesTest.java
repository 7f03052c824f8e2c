package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    /** Of the 16,281 test rows. */
    private static final double ADULT_ACCURACY = 0.856;

    private static final double ADULT_ROC_AUC = 0.911;
    private static final double ABALONE_R2 = 0.58;

    @TempDir
    Path folder;

    /** Returns the figure behind a name in the two lines about a part of the data. */
    private static double figure(Cli trained, String part, String name) {
        Matcher found = Pattern.compile("^" + part + " [^\\n]*\\n +.*?\\b" + name + " (\\S+?)(,|$)", Pattern.MULTILINE)
                .matcher(trained.out());
        assertTrue(found.find(), () -> part + ", " + name + " in:\n" + trained.out());
        return Double.parseDouble(found.group(1));
    }

    /** The labels of the test file end in a full stop, those of the training file do not. */
    @Test
    void adult() throws IOException {
        Path model = folder.resolve("adult.st");
        Path test = RealData.path("adult/adult-test.csv");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        RealData.path("adult/adult-train.csv"),
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
        assertTrue(accuracy >= ADULT_ACCURACY, trained.out());
        double rocAuc = figure(trained, "test", "ROC AUC");
        assertTrue(rocAuc >= ADULT_ROC_AUC, trained.out());

        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", test).done();
        assertEquals(
                trained.line("test"), "loss " + evaluated.line("loss") + ", accuracy " + evaluated.line("accuracy"));
        assertEquals(
                String.format(Locale.ROOT, "%.4f", rocAuc),
                String.format(Locale.ROOT, "%.4f", Double.parseDouble(evaluated.line("roc_auc"))));

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
        Cli trained = Cli.run("train", "--data", RealData.path("abalone.csv"), "--target", 8, "--validation", 0.2)
                .done();
        assertTrue(figure(trained, "validation", "R²") > ABALONE_R2, trained.out());
    }
}
