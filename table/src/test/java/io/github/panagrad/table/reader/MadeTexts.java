package io.github.panagrad.table.reader;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes columns of texts, which are read as they are but for blanks at their ends. */
final class MadeTexts {
    private static final String[] WORDS = {
        "kelp",
        "Kelp",
        "KELP",
        "tarn",
        "zugzwang",
        "é",
        "e\u0301",
        "日本",
        "😀",
        "ß",
        "fjord",
        "qat",
        "São Tomé",
        "x",
        "Ωmega",
        "naïve",
        "vug",
        "Müller",
        "N",
        "y",
        "of",
        "ice"
    };

    private static final String[] CODES = {
        "12A", "A12", "7-B", "1.2.3", "10-20", "<5", ">=7", "3rd", "v2", "4x4", "B737", "0x1F", "5 of 9", "#3", "=1+1",
        "@home", "-k", "+p", "1/2", "9*", "00-7", "1,5,9", "a1b2", "12:3", "1_000"
    };

    private final Random random;
    private final int rows;
    private final MadeGaps gaps;
    private final boolean mayHaveBreaks;

    /**
     * Makes texts.
     *
     * @param mayHaveBreaks whether texts may go over several lines
     */
    MadeTexts(Random random, int rows, MadeGaps gaps, boolean mayHaveBreaks) {
        this.random = random;
        this.rows = rows;
        this.gaps = gaps;
        this.mayHaveBreaks = mayHaveBreaks;
    }

    /** Makes texts of one style or of several, few different ones or many. */
    MadeColumn texts() {
        int style = random.nextInt(8);
        int different = 2 + random.nextInt(random.nextBoolean() ? 5 : 2 * rows + 5);
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < different; i++) {
            pool.add(text(style == 7 ? random.nextInt(7) : style));
        }
        // So that none of them is all there is, and could be a number, a date or a truth value.
        pool.set(0, "kelp, or " + word() + "wort");
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            String text = pool.get(r == 0 ? 0 : random.nextInt(different));
            cells.add(new Cell(text, text));
        }
        return new MadeColumn("texts of style " + style, ColumnType.CATEGORICAL, gaps.standard(cells), false, null);
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String text(int style) {
        return switch (style) {
            case 0 -> word() + "wort";
            case 1 -> word() + ", " + word() + (random.nextBoolean() ? ", " + word() : "") + " and more";
            case 2 ->
                switch (random.nextInt(5)) {
                    case 0 -> "'t " + word() + "sma";
                    case 1 -> "O'" + word() + "ley";
                    case 2 -> word() + "ster'";
                    case 3 -> "'Lee " + random.nextInt(9) + "th";
                    default -> word() + " 'n' " + word();
                };
            case 3 -> CODES[random.nextInt(CODES.length)];
            case 4 -> word() + ";" + word() + "\t|" + word() + " \"" + word() + "\" " + word() + "wort";
            case 5 -> mayHaveBreaks ? word() + "\n" + word() + "\r\n\n" + word() + "wort" : word() + "\"wort";
            default -> random.nextInt(400) + " " + word() + " Street, " + word() + "ville";
        };
    }

    /** Returns names that differ, of which none is a number. */
    List<String> names(int count) {
        String[] endings = {
            "", " (kg)", ".1", "_id2", "; per day", ", total", "'s", " \"q\"", "#", " %", "=x", ":y", "/z"
        };
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        while (names.size() < count) {
            String name = (random.nextInt(6) == 0 ? random.nextInt(9) + "th " : "") + "c" + word()
                    + endings[random.nextInt(endings.length)];
            if (taken.add(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
