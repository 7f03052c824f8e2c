package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatePredictTest {
    @TempDir
    Path folder;

    private Path csv(String name, String header, int rows, boolean target) throws IOException {
        StringBuilder text = new StringBuilder(header);
        RandomKey key = RandomKey.of(5);
        for (int r = 0; r < rows; r++) {
            double x = key.normal(2L * r);
            double y = key.normal(2L * r + 1);
            text.append(String.format(Locale.ROOT, "%.6f,%.6f", x, y));
            if (target) {
                text.append(String.format(Locale.ROOT, ",%.6f", 3 * x - 2 * y + 1));
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** A spreadsheet runs what begins like a formula. */
    @Test
    void namesOfClassesAreNoFormulas() throws IOException {
        List<String> names =
                List.of("=1+1", "+cmd|' /C calc'!A0", "-x", "@SUM(1)", "\t=2", "\r=3", "-1.5", "+3e2", "a=b");
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 40 * names.size(); r++) {
            text.append(r % names.size())
                    .append(",\"")
                    .append(names.get(r % names.size()))
                    .append("\"\n");
        }
        Path data = Files.writeString(folder.resolve("formulas.csv"), text);
        Path model = folder.resolve("formulas.st");
        Object[] train = {
            "train",
            "--data",
            data,
            "--categorical",
            "x",
            "--categorical",
            "y",
            "--epochs",
            40,
            "--layers",
            "none",
            "--learning-rate",
            0.1,
            "--out",
            model
        };
        Cli.run(train).done();
        Path out = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", out).done();
        String safe = Files.readString(out);
        for (String cell : List.of("'=1+1,", "'+cmd|' /C calc'!A0,", "'-x,", "'@SUM(1),", "-1.5,", "+3e2,", "a=b,")) {
            assertTrue(safe.contains("\n" + cell), cell + " in\n" + safe);
        }
        Cli.run("predict", "--model", model, "--data", data, "--out", out, "--raw-text")
                .done();
        String raw = Files.readString(out);
        for (String cell : List.of("=1+1,", "+cmd|' /C calc'!A0,", "-x,", "@SUM(1),", "-1.5,")) {
            assertTrue(raw.contains("\n" + cell), cell + " in\n" + raw);
        }
    }

    @Test
    void evaluatesTheTestSetToTheLastDigitAsTrainingDid() throws IOException {
        Path data = Files.createDirectories(folder.resolve("tiny"));
        writeIdx(data, "train", 900);
        writeIdx(data, "t10k", 333);
        Path model = folder.resolve("m.st");
        Cli trained = Cli.run(
                        "train", "--data", data, "--layers", "20,10", "--epochs", 3, "--threads", 2, "--out", model)
                .done();
        assertTrue(
                trained.line("data").contains("810 + 90 validation + 333 test samples, 25 inputs, 4 classes"),
                trained.out());
        for (int threads : new int[] {1, 2}) {
            Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data, "--threads", threads)
                    .done();
            String figures = "loss " + evaluated.line("loss") + ", accuracy " + evaluated.line("accuracy");
            assertEquals(trained.line("test"), figures);
            assertTrue(evaluated.line("data").endsWith("the test set"), evaluated.out());
        }
        Cli onTraining = Cli.run("evaluate", "--model", model, "--data", data, "--split", "train")
                .done();
        assertTrue(onTraining.line("data").contains("900 samples"), onTraining.out());

        Path predictions = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", predictions)
                .done();
        List<String> lines = Files.readAllLines(predictions);
        assertEquals(334, lines.size());
        assertEquals("predicted,probability_0,probability_1,probability_2,probability_3", lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            double sum = 0;
            double largest = 0;
            for (int c = 1; c < fields.length; c++) {
                sum += Double.parseDouble(fields[c]);
                largest = Math.max(largest, Double.parseDouble(fields[c]));
            }
            assertEquals(1, sum, 1e-5);
            assertEquals(largest, Double.parseDouble(fields[1 + Integer.parseInt(fields[0])]));
        }
    }

    /** Images of 5 x 5 pixels whose brightest row says the class. */
    private static void writeIdx(Path folder, String set, int count) throws IOException {
        RandomKey key = RandomKey.of(set.hashCode());
        ByteBuffer images = ByteBuffer.allocate(16 + count * 25);
        images.putInt(0x803).putInt(count).putInt(5).putInt(5);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            int label = key.below(i, 4);
            labels.put((byte) label);
            for (int p = 0; p < 25; p++) {
                int noise = key.fold(1).below(25L * i + p, 120);
                images.put((byte) (p / 5 == label ? 100 + noise : noise));
            }
        }
        Files.write(folder.resolve(set + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(set + "-labels-idx1-ubyte"), labels.array());
    }

    @Test
    void countsConfusions() {
        Path model = folder.resolve("m.st");
        Cli.run("train", "--data", "circles", "--epochs", 30, "--out", model).done();
        Cli result = Cli.run("evaluate", "--model", model, "--data", "circles", "--samples", 501, "--seed", 7)
                .done();
        assertTrue(result.out().contains("confusion"), result.out());
        String[] zero = result.line("0 ").split("\\s+", -1);
        String[] one = result.line("1 ").split("\\s+", -1);
        assertEquals(251, Integer.parseInt(zero[0]) + Integer.parseInt(zero[1]));
        assertEquals(250, Integer.parseInt(one[0]) + Integer.parseInt(one[1]));
        double right = (Integer.parseInt(zero[0]) + Integer.parseInt(one[1])) / 501.0;
        assertEquals(right, Double.parseDouble(result.line("accuracy").split(" ", -1)[0]));
    }

    @Test
    void predictsProbabilitiesOfTwoClassesAndReplacesTheFile() throws IOException {
        Path model = folder.resolve("m.st");
        Cli.run("train", "--data", "moons", "--epochs", 5, "--dtype", "float64", "--out", model)
                .done();
        Path out = Files.writeString(folder.resolve("p.csv"), "old");
        Cli.run("predict", "--model", model, "--data", "moons", "--samples", 20, "--out", out)
                .done();
        List<String> lines = Files.readAllLines(out);
        assertEquals("predicted,probability_0,probability_1", lines.getFirst());
        assertEquals(21, lines.size());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            assertEquals(Double.parseDouble(fields[2]) > 0.5 ? "1" : "0", fields[0]);
            assertEquals(1, Double.parseDouble(fields[1]) + Double.parseDouble(fields[2]), 1e-15);
        }
        assertEquals(
                2, Cli.content(folder).size() - 1, () -> Cli.content(folder).toString());
    }

    @Test
    void learnsRealTargetsAndPredictsWithAndWithoutTheirColumn() throws IOException {
        Path data = csv("line.csv", "x,y,value\n", 400, true);
        Path model = folder.resolve("m.st");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        data,
                        "--layers",
                        "none",
                        "--epochs",
                        60,
                        "--batch-size",
                        16,
                        "--learning-rate",
                        0.02,
                        "--dtype",
                        "float64",
                        "--out",
                        model)
                .done();
        assertTrue(trained.line("data").contains("real targets; the target is column 'value'"), trained.out());
        assertTrue(trained.line("network").contains("mean_squared_error"), trained.out());
        assertFalse(trained.out().contains("accuracy"), trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data).done();
        assertTrue(Double.parseDouble(evaluated.line("loss")) < 1e-6, evaluated.out());
        Path with = folder.resolve("with.csv");
        Path without = folder.resolve("without.csv");
        Cli.run("predict", "--model", model, "--data", csv("a.csv", "x,y,value\n", 30, true), "--out", with)
                .done();
        Cli.run("predict", "--model", model, "--data", csv("b.csv", "x,y\n", 30, false), "--out", without)
                .done();
        assertEquals(Files.readString(with), Files.readString(without));
        assertEquals("predicted", Files.readAllLines(with).getFirst());
        assertEquals(31, Files.readAllLines(with).size());
    }

    @Test
    void remembersTheTargetColumn() throws IOException {
        Path data = Files.writeString(folder.resolve("d.csv"), "t,x,y\n" + "0,1,2\n1,-2,-3\n".repeat(30));
        Path model = folder.resolve("m.st");
        Cli.run("train", "--data", data, "--target", "t", "--epochs", 20, "--learning-rate", 0.01, "--out", model)
                .done();
        Path moved = Files.writeString(folder.resolve("moved.csv"), "x,t,y\n1,0,2\n-2,1,-3\n");
        for (Path file : List.of(data, moved)) {
            Cli result = Cli.run("evaluate", "--model", model, "--data", file).done();
            assertTrue(result.line("accuracy").startsWith("1.0 "), result.out());
        }
        Path bare = Files.writeString(folder.resolve("bare.csv"), "0,1,2\n1,-2,-3\n");
        // By position alone, columns that somebody swapped would not be noticed.
        Cli.run("evaluate", "--model", model, "--data", bare).failed(2, "bare.csv", "'t', 'x', 'y'", "header");
    }

    @Test
    void namesTheMostFrequentMistakesOfManyClasses() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            text.append(i % 30)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(i % 30)
                    .append('\n');
        }
        Path data = Files.writeString(folder.resolve("many.csv"), text);
        Path model = folder.resolve("m.st");
        Cli trained =
                Cli.run("train", "--data", data, "--epochs", 1, "--out", model).done();
        assertTrue(trained.line("data").contains("30 classes"), trained.out());
        assertTrue(trained.line("data").contains("the target is column '2'; no header"), trained.out());
        Cli result = Cli.run("evaluate", "--model", model, "--data", data).done();
        assertTrue(result.out().contains("the most frequent first"), result.out());
    }

    /** A weight of 2 is a line twice: the loss of such a file is that of the other, but for the number of lines. */
    @Test
    void weightsCountInTrainingAndInEvaluating() throws IOException {
        StringBuilder weighted = new StringBuilder("x,w,y\n");
        StringBuilder repeated = new StringBuilder("x,y\n");
        for (int r = 0; r < 40; r++) {
            String y = String.valueOf(r * r % 7 + 0.5);
            weighted.append(r)
                    .append(',')
                    .append(1 + r % 2)
                    .append(',')
                    .append(y)
                    .append('\n');
            repeated.append((r + "," + y + "\n").repeat(1 + r % 2));
        }
        Path one = Files.writeString(folder.resolve("weighted.csv"), weighted);
        Path two = Files.writeString(folder.resolve("repeated.csv"), repeated);
        Path model = folder.resolve("m.st");
        Cli trained = Cli.run(
                        "train", "--data", one, "--weight", "w", "--epochs", 2, "--out", model, "--dtype", "float64")
                .done();
        assertTrue(trained.line("data").contains("weighted by column 'w'"), trained.out());
        double ofWeighted = Double.parseDouble(
                Cli.run("evaluate", "--model", model, "--data", one).done().line("loss"));
        double ofRepeated = Double.parseDouble(
                Cli.run("evaluate", "--model", model, "--data", two).done().line("loss"));
        assertEquals(ofRepeated * 60, ofWeighted * 40, 1e-9 * ofRepeated * 60);
        Path predictions = folder.resolve("p.csv");
        Cli.run("predict", "--model", model, "--data", one, "--out", predictions)
                .done();
        assertEquals(41, Files.readAllLines(predictions).size());
    }
}
