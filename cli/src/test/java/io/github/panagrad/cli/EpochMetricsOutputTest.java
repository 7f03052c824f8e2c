package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.nn.metrics.PredictionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric that {@code --metric} takes reaches the table of epochs, {@code --metrics} and {@code --json-lines}. */
class EpochMetricsOutputTest {
    private static final int EPOCHS = 2;

    @TempDir
    Path folder;

    private Path table(boolean classes) throws IOException {
        String rows = IntStream.range(0, 60)
                .mapToObj(r -> r % 7 + "," + r % 11 + "," + (classes ? (r % 3 == 0 ? "no" : "yes") : r % 13 + ".5"))
                .collect(Collectors.joining("\n", "a,b,y\n", "\n"));
        return Files.writeString(folder.resolve(classes ? "classes.csv" : "values.csv"), rows);
    }

    private Cli train(Path data, List<String> metrics, Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("train", "--data", data, "--target", "y", "--epochs", EPOCHS, "--layers", 4, "--seed", 1));
        metrics.forEach(name -> arguments.addAll(List.of("--metric", name)));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray()).done();
    }

    /** Returns a field of each line of JSON that has it, as text. */
    private static List<String> values(String lines, String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines.split("\n", -1)) {
            if (line.contains("\"train_loss\"")) {
                Matcher field = Pattern.compile("\"" + name + "\":([^,}]+)").matcher(line);
                assertTrue(field.find(), () -> name + " in " + line);
                values.add(field.group(1));
                assertFalse(field.find(), () -> name + " twice in " + line);
            }
        }
        return values;
    }

    private void reachesAll(PredictionKind kind, Path data) throws IOException {
        List<String> names = Metrics.names(kind);
        assertTrue(names.size() > 4, names.toString());
        Path file = folder.resolve("metrics.jsonl");
        Cli text = train(data, names, "--metrics", file);
        String written = Files.readString(file);
        String streamed = train(data, names, "--json-lines").out();
        List<String[]> rows = text.out()
                .lines()
                .filter(line -> line.matches(" +(epoch|\\d/2) .*"))
                .map(line -> line.strip().split(" {2,}| (?=[-0-9a-z])", -1))
                .toList();
        assertEquals(1 + EPOCHS, rows.size(), text.out());
        String[] header = rows.getFirst();
        for (String name : names) {
            List<String> values = values(written, name);
            assertEquals(EPOCHS, values.size(), name);
            assertEquals(values, values(streamed, name), name);
            for (int e = 0; e < EPOCHS; e++) {
                // Counted from the end: what comes before the metrics has spaces in its names.
                int fromEnd = header.length - lastIndexOf(header, name);
                String[] row = rows.get(1 + e);
                assertEquals(shown(values.get(e)), row[row.length - fromEnd], name + " in " + text.out());
            }
        }
    }

    private static int lastIndexOf(String[] header, String name) {
        for (int i = header.length - 1; i >= 0; i--) {
            if (header[i].equals(name)) {
                return i;
            }
        }
        throw new AssertionError(name + " is no column of " + String.join("|", header));
    }

    private static String shown(String json) {
        return json.equals("null") ? "-" : String.format(Locale.ROOT, "%.6g", Double.parseDouble(json));
    }

    @Test
    void ofClasses() throws IOException {
        reachesAll(PredictionKind.PROBABILITIES, table(true));
    }

    @Test
    void ofValues() throws IOException {
        reachesAll(PredictionKind.VALUES, table(false));
    }

    @Test
    void alsoWhereEarlyStoppingAloneAsksForOne() throws IOException {
        Cli result = train(table(true), List.of(), "--early-stopping", "roc_auc", "--json-lines");
        assertEquals(EPOCHS, values(result.out(), "roc_auc").size());
    }
}
