package io.github.panagrad.cli.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How often each class was predicted for each true class. Used by one thread. */
public final class Confusion {
    /** With more classes the full table is wider than a screen. */
    private static final int MAX_TABLE_CLASSES = 20;

    private static final int SHOWN_PAIRS = 20;

    private final int classes;
    private final Map<Long, Integer> counts = new TreeMap<>();

    /** Makes an empty table. */
    public Confusion(int classes) {
        this.classes = classes;
    }

    /** Counts a sample. */
    public void add(int trueClass, int predicted) {
        counts.merge((long) trueClass * classes + predicted, 1, Integer::sum);
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
        IntStream.range(0, classes).forEach(c -> header.add(String.valueOf(c)));
        header.add("right");
        table.row(header);
        for (int t = 0; t < classes; t++) {
            int row = t;
            int[] cells = IntStream.range(0, classes).map(p -> count(row, p)).toArray();
            int total = IntStream.of(cells).sum();
            List<String> line = new ArrayList<>(List.of(String.valueOf(t)));
            IntStream.of(cells).forEach(cell -> line.add(String.valueOf(cell)));
            line.add(Figures.percent(total == 0 ? Double.NaN : (double) cells[t] / total));
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
                        String.valueOf(entry.getKey() / classes),
                        String.valueOf(entry.getKey() % classes),
                        String.valueOf(entry.getValue())));
        table.print(out);
    }
}
