package io.github.panagrad.cli.output;

import io.github.panagrad.error.Quoted;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table of text with aligned columns: the first to the left, the others to the right unless they are words. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private boolean isLeftAligned;

    /** Aligns all columns to the left, as words are. */
    public TextTable leftAligned() {
        isLeftAligned = true;
        return this;
    }

    /** Adds a row; the first is the header. Cells may hold untrusted names. */
    public TextTable row(List<String> cells) {
        rows.add(cells.stream().map(Quoted::bare).toList());
        return this;
    }

    /** Adds a row; the first is the header. */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /** Prints the rows. */
    public void print(PrintStream out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                String spaces = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ")
                        .append(c == 0 || isLeftAligned ? row.get(c) + spaces : spaces + row.get(c));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
