package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.nn.metrics.ClassificationReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How often each class was predicted for each true class. For one thread. */
public final class Confusion {
    /** With more classes the full table is wider than a screen. */
    private static final int MAX_TABLE_CLASSES = 20;

    private static final int SHOWN_PAIRS = 20;

    private final int classes;
    private final List<String> names;
    private final Map<Long, Integer> counts = new TreeMap<>();

    private Confusion(List<String> names) {
        this.names = List.copyOf(names);
        this.classes = names.size();
    }

    /** Returns the table of a report. */
    public static Confusion of(ClassificationReport report) {
        Confusion confusion = new Confusion(report.classes().stream()
                .map(ClassificationReport.ClassReport::name)
                .toList());
        report.counts()
                .forEachCell((t, p, count) -> confusion.counts.put((long) t * confusion.classes + p, (int) count));
        return confusion;
    }

    private int count(int trueClass, int predicted) {
        return counts.getOrDefault((long) trueClass * classes + predicted, 0);
    }

    /** Prints the table or, for many classes, the most frequent mistakes. */
    public void print(PrintStream out) {
        if (classes > MAX_TABLE_CLASSES) {
            printMistakes(out);
            return;
        }
        out.println("confusion (a row for each true class, a column for each predicted one):");
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("true"));
        header.addAll(names);
        header.add("correct");
        table.row(header);
        for (int t = 0; t < classes; t++) {
            int row = t;
            int[] cells = IntStream.range(0, classes).map(p -> count(row, p)).toArray();
            int total = IntStream.of(cells).sum();
            List<String> line = new ArrayList<>(List.of(names.get(t)));
            IntStream.of(cells).forEach(cell -> line.add(String.valueOf(cell)));
            line.add(NumberText.percent(total == 0 ? Double.NaN : (double) cells[t] / total));
            table.row(line);
        }
        table.print(out);
    }

    private void printMistakes(PrintStream out) {
        List<Map.Entry<Long, Integer>> mistakes = counts.entrySet().stream()
                .filter(entry -> entry.getKey() / classes != entry.getKey() % classes)
                .sorted(Comparator.comparingInt(entry -> -entry.getValue()))
                .toList();
        out.println("confusion: " + mistakes.size() + " different mistakes among " + classes
                + " classes, the most frequent first:");
        TextTable table = new TextTable().row("true", "predicted", "samples");
        mistakes.stream()
                .limit(SHOWN_PAIRS)
                .forEach(entry -> table.row(
                        names.get((int) (entry.getKey() / classes)),
                        names.get((int) (entry.getKey() % classes)),
                        String.valueOf(entry.getValue())));
        table.print(out);
    }
}
