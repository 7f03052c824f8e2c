package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.comparison.Measurement.Measured;
import io.github.panagrad.benchmarks.comparison.Measurement.Missing;
import io.github.panagrad.benchmarks.comparison.Measurement.Round;
import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.nn.Loss;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The results as Markdown.
 *
 * @param machine what was measured on
 * @param date when
 * @param rounds how often each library was measured
 * @param seconds how long a round was
 * @param cleared environment variables that peers did not see
 */
record Report(Machine machine, LocalDate date, int rounds, double seconds, Map<String, String> cleared) {
    Report {
        cleared = Map.copyOf(cleared);
    }

    /** Returns the text for the networks that were measured, in their order. */
    String text(Map<ExampleNetwork, List<Measurement>> results) {
        StringBuilder text = new StringBuilder("# Training speed, side by side\n\n");
        text.append("- Date: ").append(date).append('\n');
        text.append("- Processor: ").append(machine.processor()).append('\n');
        text.append("- System: ").append(machine.system()).append('\n');
        text.append("- Java: ").append(machine.java()).append('\n');
        versions(results).forEach(version -> text.append("- ").append(version).append('\n'));
        text.append("- Environment: ")
                .append(cleared.isEmpty() ? "nothing that peers must not see" : "not shown to peers: " + variables())
                .append("\n\n");
        text.append(String.format(
                Locale.ROOT,
                "float32, hidden layers ReLU, %,d rows; each library in a process of its own, by turns, median of %d"
                        + " rounds of %s s after warming up; the better of one thread and all, and Panagrad's own choice."
                        + " What is fair about it: benchmarks/README.md.%n",
                DataFiles.ROWS,
                rounds,
                number(seconds)));
        results.forEach((network, measurements) -> table(text, network, measurements));
        return text.toString();
    }

    private static Set<String> versions(Map<ExampleNetwork, List<Measurement>> results) {
        Set<String> versions = new LinkedHashSet<>();
        for (List<Measurement> measurements : results.values()) {
            for (Measurement measurement : measurements) {
                if (measurement instanceof Measured measured) {
                    versions.add(measured.description().version());
                }
            }
        }
        return versions;
    }

    private String variables() {
        return String.join(
                ", ",
                cleared.entrySet().stream()
                        .map(variable -> "`" + variable.getKey() + "=" + variable.getValue() + "`")
                        .sorted()
                        .toList());
    }

    private static void table(StringBuilder text, ExampleNetwork network, List<Measurement> measurements) {
        String loss = network.spec().loss() instanceof Loss.BinaryCrossEntropy
                ? "binary cross-entropy"
                : "softmax cross-entropy";
        text.append(
                String.format(Locale.ROOT, "%n## %s, batch %d, %s%n%n", network.widths(), network.batchSize(), loss));
        text.append(
                "| library | optimiser | how | threads | samples/s | lowest to highest | step, µs | Panagrad is |\n");
        text.append("|---|---|---|---:|---:|---:|---:|---:|\n");
        double panagrad = measurements.stream()
                .filter(measurement -> measurement instanceof Measured && measurement.contender() == Contender.PANAGRAD)
                .mapToDouble(measurement -> ((Measured) measurement).samplesPerSecond())
                .findFirst()
                .orElse(Double.NaN);
        for (Measurement measurement : measurements) {
            text.append(
                    switch (measurement) {
                        case Measured measured -> row(measured, panagrad);
                        case Missing missing ->
                            String.format(
                                    Locale.ROOT,
                                    "| %s | – | %s | – | – | – | – | – |%n",
                                    missing.contender().label(),
                                    cell(missing.reason()));
                    });
        }
    }

    private static String row(Measured measured, double panagrad) {
        double lowest = measured.rounds().stream()
                .mapToDouble(Round::samplesPerSecond)
                .min()
                .orElseThrow();
        double highest = measured.rounds().stream()
                .mapToDouble(Round::samplesPerSecond)
                .max()
                .orElseThrow();
        String ratio = "–";
        if (measured.contender() == Contender.PANAGRAD) {
            ratio = "1";
        } else if (!Double.isNaN(panagrad)) {
            ratio = String.format(Locale.ROOT, "%.2f×", panagrad / measured.samplesPerSecond());
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %s to %s | %,.1f | %s |%n",
                measured.contender().label(),
                cell(measured.description().optimizer()),
                cell(measured.description().setting()),
                measured.description().threads(),
                count(measured.samplesPerSecond()),
                count(lowest),
                count(highest),
                measured.stepMicros(),
                ratio);
    }

    /** Returns a large number in digits that can be read. */
    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** What a table's cell can hold. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
