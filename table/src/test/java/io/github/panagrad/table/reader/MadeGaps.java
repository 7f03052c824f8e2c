package io.github.panagrad.table.reader;

import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Replaces some cells of a column by marks of missing values. */
final class MadeGaps {
    /** The marks that count in columns of all types. */
    private static final String[] STANDARD = {"", "NA", "N/A", "NaN", "null", "None", "?", "<NA>", "#N/A", "\\N", "n/a"
    };

    /** Those that count in columns of numbers and dates. */
    private static final String[] KNOWN = {"", "-", "--", ".", "missing", "Missing", "na", "NULL", "none", "nil"};

    /** What a person may write among many different numbers. */
    private static final String[] OWN = {
        "unbekannt", "not asked", "ukjent", "x", "—", "keine Angabe", "*", "..", "<missing>"
    };

    private final Random random;
    private final boolean mayBeMissing;

    /**
     * Makes gaps.
     *
     * @param mayBeMissing whether there are any
     */
    MadeGaps(Random random, boolean mayBeMissing) {
        this.random = random;
        this.mayBeMissing = mayBeMissing;
    }

    /**
     * Cells with gaps.
     *
     * @param isAssumed whether a note must say so
     * @param isOwn whether the mark is one that could be a mistake
     */
    record Filled(List<Cell> cells, boolean isAssumed, boolean isOwn) {}

    /** Fills gaps with marks for columns of all types. */
    List<Cell> standard(List<Cell> cells) {
        return fill(cells, STANDARD, 2).cells();
    }

    /** Fills gaps with marks for columns of numbers and dates. */
    Filled known(List<Cell> cells) {
        return random.nextBoolean() ? new Filled(standard(cells), false, false) : fill(cells, KNOWN, 2);
    }

    /** Fills gaps with marks for columns of many different numbers or dates. */
    Filled any(List<Cell> cells) {
        return random.nextInt(3) == 0 ? fill(cells, OWN, 1) : known(cells);
    }

    private Filled fill(List<Cell> cells, String[] marks, int most) {
        if (!mayBeMissing || random.nextBoolean()) {
            return new Filled(cells, false, false);
        }
        List<String> used = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            used.add(marks[random.nextInt(marks.length)]);
        }
        double share = random.nextDouble() / 3;
        boolean isAssumed = false;
        List<Cell> filled = new ArrayList<>();
        for (Cell cell : cells) {
            String mark = used.get(random.nextInt(most));
            boolean isGap = random.nextDouble() < share;
            filled.add(isGap ? new Cell(mark, null) : cell);
            isAssumed |= isGap && !List.of(STANDARD).contains(mark) && !mark.equals("NULL");
        }
        return new Filled(filled, isAssumed, isAssumed && List.of(OWN).containsAll(used));
    }
}
