package io.github.panagrad.table.reader;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Makes columns of numbers, plain ones and such as people write. Their values are those that the JDK finds in plain digits. */
final class MadeNumbers {
    /** More different numbers than this are no codes. */
    static final int CODES = 20;

    private static final String[][] DRESSES = {
        {"$", ""},
        {"€", ""},
        {"£ ", ""},
        {"US$", ""},
        {"USD ", ""},
        {"", "%"},
        {"", " %"},
        {"", " €"},
        {"", " EUR"},
        {"", "‰"},
        {"", " kg"},
        {"", "km/h"},
        {"", " °C"},
        {"", ""}
    };

    private static final String[] SEPARATORS = {"", ",", "'", " ", "\u00a0", "\u202f", "\u2019"};

    private final Random random;
    private final int rows;
    private final MadeGaps gaps;

    MadeNumbers(Random random, int rows, MadeGaps gaps) {
        this.random = random;
        this.rows = rows;
        this.gaps = gaps;
    }

    /** Makes plain numbers, all in one style or in several. */
    MadeColumn plain() {
        int style = random.nextInt(7);
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            String text = plain(style == 6 ? random.nextInt(6) : style);
            cells.add(new Cell(text, Double.parseDouble(text) + 0.0));
        }
        return numbers("plain numbers of style " + style, cells, false, "12x4");
    }

    private String plain(int style) {
        return switch (style) {
            case 0 ->
                BigDecimal.valueOf(random.nextInt(-9_999_999, 9_999_999), 1 + random.nextInt(6))
                        .toPlainString();
            case 1 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            case 2 -> Long.toString(random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L));
            case 3 -> Integer.toString(random.nextInt(5));
            case 4 -> Integer.toString(1900 + random.nextInt(200));
            default -> {
                String[] forms = {"1", "1.0", "+5", ".5", "5.", "1e3", "2.50E-2", "-0", "0.10", "-7", "3E+1", "1.00"};
                yield forms[random.nextInt(forms.length)];
            }
        };
    }

    /** Makes numbers with a currency, a unit or separated thousands, with a point or a comma before their fractions. */
    MadeColumn dressed() {
        String[] dress = DRESSES[random.nextInt(DRESSES.length)];
        boolean hasComma = random.nextInt(3) == 0;
        String separator = hasComma ? (random.nextBoolean() ? "." : "") : SEPARATORS[random.nextInt(SEPARATORS.length)];
        // Three digits after a comma could be thousands.
        int decimals = hasComma ? 1 + random.nextInt(2) : random.nextInt(4);
        int negative = random.nextInt(5);
        long most = (long) Math.pow(10, 3 + random.nextInt(7));
        List<Cell> cells = new ArrayList<>();
        boolean isPlain = true;
        for (int r = 0; r < rows; r++) {
            BigDecimal number = BigDecimal.valueOf(random.nextLong(most), decimals);
            String digits = number.toPlainString();
            int point = digits.indexOf('.');
            String whole = grouped(point < 0 ? digits : digits.substring(0, point), separator);
            String text = point < 0 ? whole : whole + (hasComma ? "," : ".") + digits.substring(point + 1);
            boolean isNegative = negative < 4 && number.signum() > 0 && random.nextInt(4) == 0;
            cells.add(new Cell(
                    isNegative ? negative(negative, dress, text) : dress[0] + text + dress[1],
                    isNegative ? -number.doubleValue() : number.doubleValue() + 0.0));
            isPlain &= (dress[0] + dress[1]).isEmpty() && text.equals(digits) && !(isNegative && negative == 3);
        }
        boolean isUnit = dress[1].strip().matches("kg|km/h");
        if (isUnit && different(cells) <= 2 * CODES) {
            return plain();
        }
        return numbers("numbers such as " + cells.getFirst().text(), cells, !isPlain, isPlain ? "12x4" : "1x2");
    }

    private static String negative(int style, String[] dress, String text) {
        return switch (style) {
            case 0 -> "-" + dress[0] + text + dress[1];
            case 1 -> "\u2212" + dress[0] + text + dress[1];
            case 2 -> dress[0] + "-" + text + dress[1];
            default -> "(" + dress[0] + text + dress[1] + ")";
        };
    }

    private static String grouped(String digits, String separator) {
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            grouped.insert(i, separator);
        }
        return grouped.toString();
    }

    /** Makes codes of one width with zeros in front, which are text. */
    MadeColumn codes() {
        int width = 3 + random.nextInt(5);
        int different = 2 + random.nextInt(50);
        List<String> codes = Stream.generate(() -> String.format(
                        Locale.ROOT, "%0" + width + "d", random.nextInt((int) Math.pow(10, random.nextInt(1, width)))))
                .limit(different)
                .toList();
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            String code = codes.get(random.nextInt(different));
            cells.add(new Cell(code, code));
        }
        return new MadeColumn(
                "codes of " + width + " digits", ColumnType.CATEGORICAL, gaps.standard(cells), true, null);
    }

    /** Makes numbers that are never missing, and not negative. */
    MadeColumn weights() {
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            String text = BigDecimal.valueOf(random.nextInt(500), 2).toPlainString();
            cells.add(new Cell(text, Double.parseDouble(text) + 0.0));
        }
        return new MadeColumn("weights", ColumnType.NUMERIC, cells, false, null);
    }

    private MadeColumn numbers(String kind, List<Cell> cells, boolean isAssumed, String mistake) {
        boolean hasMany = different(cells) > 2 * CODES;
        MadeGaps.Filled filled = hasMany ? gaps.any(cells) : gaps.known(cells);
        return new MadeColumn(
                kind,
                ColumnType.NUMERIC,
                filled.cells(),
                isAssumed || filled.isAssumed(),
                hasMany && !filled.isOwn() ? mistake : null);
    }

    static long different(List<Cell> cells) {
        return cells.stream().map(Cell::value).distinct().count();
    }
}
