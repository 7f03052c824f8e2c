package io.github.panagrad.schema.text;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of a table, the same way for CSV files, Parquet files and single rows: which characters are stripped, which
 * texts and numbers mark a missing value, what is a number and what is true or false. Immutable.
 *
 * <p>A number or truth value is returned as a {@code double}: NaN if it is missing, an infinity if the cell holds something else.
 * {@link #problem} then tells what the cell holds instead. The two are separate so that reading allocates nothing.
 */
public final class CellReader {
    /** A longer text is an error. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private static final double UNUSABLE = Double.POSITIVE_INFINITY;

    private final String[] missingTexts;
    private final char[][] missing;
    private final String strip;
    private final double[] missingNumbers;
    private final NumberForm form;
    private final boolean isPlain;
    private final @Nullable DateForm dates;

    /**
     * Takes the rules of a schema, for columns whose numbers are plain.
     *
     * @param missing the texts that mark a missing value, stripped as cells are; the empty text always does. In columns of
     *     numbers and booleans those that are numbers count by value
     * @param strip characters stripped from both ends of texts, besides spaces
     */
    public CellReader(List<String> missing, String strip) {
        this(missing, strip, NumberForm.PLAIN, null);
    }

    private CellReader(List<String> missing, String strip, NumberForm form, @Nullable DateForm dates) {
        this.strip = strip;
        this.form = form;
        this.dates = dates;
        isPlain = !form.isDressed() && !form.hasCommas();
        missingTexts = missing.stream().map(this::strip).toArray(String[]::new);
        this.missing = Arrays.stream(missingTexts).map(String::toCharArray).toArray(char[][]::new);
        missingNumbers = missing.stream()
                .map(String::toCharArray)
                .mapToDouble(text -> Decimals.parse(text, 0, text.length))
                .filter(Double::isFinite)
                .toArray();
    }

    /** Returns the readers of a table's columns, in their order; columns of plain numbers and of texts share one. */
    public static List<CellReader> of(Schema schema) {
        CellReader plain = new CellReader(schema.missing(), schema.strip());
        return schema.columns().stream()
                .map(column ->
                        column.form().equals(NumberForm.PLAIN) && column.dates() == null ? plain : of(schema, column))
                .toList();
    }

    private static CellReader of(Schema schema, Column column) {
        List<String> missing = Stream.concat(schema.missing().stream(), column.form().missing().stream())
                .toList();
        return new CellReader(missing, schema.strip(), column.form(), column.dates());
    }

    /** Returns whether a character is blank: a space or a control character such as tab. */
    public static boolean isBlank(char c) {
        return c <= ' ';
    }

    /** Returns the position of the first character after stripping. */
    public int start(char[] text, int from, int to) {
        int i = from;
        while (i < to && isStripped(text[i])) {
            i++;
        }
        return i;
    }

    /** Returns the position after the last character that remains after stripping; {@code start} if all are stripped. */
    public int end(char[] text, int start, int to) {
        int i = to;
        while (i > start && isStripped(text[i - 1])) {
            i--;
        }
        return i;
    }

    private boolean isStripped(char c) {
        return isBlank(c) || (!strip.isEmpty() && strip.indexOf(c) >= 0);
    }

    /** Returns a text without the characters that are stripped from its ends; the same object if there are none. */
    public String strip(String text) {
        int from = 0;
        while (from < text.length() && isStripped(text.charAt(from))) {
            from++;
        }
        int to = text.length();
        while (to > from && isStripped(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Returns whether a text marks a missing value; its ends are stripped already. */
    public boolean isMissing(char[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        for (char[] one : missing) {
            if (one.length == to - from && isSame(one, text, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(char[] one, char[] text, int from) {
        for (int i = 0; i < one.length; i++) {
            if (one[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the category of a text, its ends stripped, or null if it marks a missing value; allocates nothing if nothing is stripped. */
    public @Nullable String category(String text) {
        String stripped = strip(text);
        if (stripped.isEmpty()) {
            return null;
        }
        for (String one : missingTexts) {
            if (one.equals(stripped)) {
                return null;
            }
        }
        return stripped;
    }

    /**
     * Parses a number, first without and then with stripping: {@code .5} remains one half even where points are
     * stripped.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @return a finite number; NaN if the text marks a missing value; an infinity if it is not a finite number
     */
    public double number(char[] text, int from, int to) {
        double value = Decimals.parse(text, from, to - from);
        return Double.isFinite(value) && isPlain ? number(value) : strippedNumber(text, from, to);
    }

    private double strippedNumber(char[] text, int from, int to) {
        int start = start(text, from, to);
        int end = end(text, start, to);
        if (isMissing(text, start, end)) {
            return Double.NaN;
        }
        double value = Decimals.parse(text, start, end - start);
        if (Double.isFinite(value) && isPlain) {
            return number(value);
        }
        Dressed dressed = Dressed.of(text, start, end, form.hasCommas());
        return dressed != null && isOfForm(dressed) ? number(dressed.value()) : UNUSABLE;
    }

    /** Whether a number is dressed like the column's. Blanks and a typographic minus leave no doubt anywhere. */
    private boolean isOfForm(Dressed dressed) {
        boolean hasThousands = dressed.thousands() == 0 || form.thousands().indexOf(dressed.thousands()) == 0;
        boolean isKnown =
                !dressed.inParentheses() || !isPlain || !form.thousands().isEmpty();
        return hasThousands
                && isKnown
                && dressed.prefix().equals(form.prefix())
                && dressed.suffix().equals(form.suffix());
    }

    /** Returns whether some numbers mark a missing value. */
    public boolean hasMissingNumbers() {
        return missingNumbers.length > 0;
    }

    /** Returns a number as it is, or NaN if it marks a missing value. */
    public double number(double value) {
        for (double one : missingNumbers) {
            if (one == value) {
                return Double.NaN;
            }
        }
        return value;
    }

    /**
     * Parses a truth value: one of the words, or a number equal to 0 or 1.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @return 0 or 1; NaN if the text marks a missing value; an infinity if it is not a truth value
     */
    public double truth(char[] text, int from, int to) {
        int start = start(text, from, to);
        int end = end(text, start, to);
        if (isMissing(text, start, end)) {
            return Double.NaN;
        }
        double word = BooleanTexts.parse(text, start, end);
        if (!Double.isNaN(word)) {
            return word;
        }
        double value = Decimals.parse(text, start, end - start);
        return Double.isNaN(value) ? UNUSABLE : truth(value);
    }

    /** Returns the truth value of a number: 0 or 1; NaN if it is NaN or marks a missing value; otherwise infinite. */
    public double truth(double value) {
        double number = number(value);
        // Adding 0 turns -0 into 0.
        return number == 0 || number == 1 || Double.isNaN(number) ? number + 0.0 : UNUSABLE;
    }

    /**
     * Parses a date or time, in the form of the column.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @return seconds; NaN if the text marks a missing value; an infinity if it is no date in that form
     */
    public double date(char[] text, int from, int to) {
        int start = start(text, from, to);
        int end = end(text, start, to);
        if (isMissing(text, start, end)) {
            return Double.NaN;
        }
        double seconds = dates().seconds(text, start, end);
        return Double.isNaN(seconds) ? UNUSABLE : seconds;
    }

    /**
     * Reads a number in a column of dates: in the column's form where that has digits alone, such as 20240305; otherwise it is seconds
     * already.
     *
     * @return seconds; NaN if the number marks a missing value; an infinity if it is no date in that form
     */
    public double date(double value) {
        double number = number(value);
        if (Double.isNaN(number) || !dates().isOfDigits()) {
            return number;
        }
        double seconds = dates().seconds(number);
        return Double.isNaN(seconds) ? UNUSABLE : seconds;
    }

    /**
     * Returns whether numbers can be dates in the column's form: where it has digits alone, and where it is one of the usual forms,
     * in which they are seconds.
     */
    public boolean takesNumbersForDates() {
        return dates().isOfDigits() || dates().equals(DateForm.ISO) || dates().equals(DateForm.TIME);
    }

    /**
     * Reads a cell as what its column has: a truth value, a date or a number.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @return the value; NaN if the text marks a missing value; an infinity if it is something else, which {@link
     *     #problem(ColumnType, String)} explains
     */
    public double value(ColumnType type, char[] text, int from, int to) {
        return switch (type) {
            case BOOLEAN -> truth(text, from, to);
            case DATE -> date(text, from, to);
            case NUMERIC, CATEGORICAL -> number(text, from, to);
        };
    }

    /** Explains why {@link #value} returned an infinity for a text. */
    public String problem(ColumnType type, String text) {
        return switch (type) {
            case BOOLEAN -> Problem.NO_TRUTH.message(strip(text));
            case DATE -> dateProblem(text);
            case NUMERIC, CATEGORICAL -> problem(text).message(strip(text));
        };
    }

    /** Returns whether the column has times of the day rather than dates. */
    public boolean isTimeOfDay() {
        return dates().isTimeOfDay();
    }

    private DateForm dates() {
        if (dates == null) {
            throw new IllegalStateException("the column has no dates");
        }
        return dates;
    }

    private String dateProblem(String found) {
        String pattern = dates().pattern();
        String expected = dates().equals(DateForm.ISO)
                ? "a date such as 2024-03-05, perhaps with a time"
                : dates().equals(DateForm.TIME)
                        ? "a time of the day such as 14:30"
                        : (isTimeOfDay() ? "a time of the day" : "a date") + " of the form " + Quoted.of(pattern);
        return "expected " + expected + ", found " + Quoted.of(strip(found));
    }

    /** Returns whether a text, its ends stripped already, is a number of any size, infinity included. */
    public static boolean isNumber(char[] text, int from, int to) {
        return !Double.isNaN(Decimals.parse(text, from, to - from)) || Infinities.isInfinite(text, from, to);
    }

    /** What a cell holds that cannot be used. */
    public enum Problem {
        /** A number beyond the range of {@code double}. */
        TOO_LARGE("a finite number", ", which is too large"),
        /** Infinity. */
        INFINITE("a finite number", ""),
        /** Not a number. */
        NO_NUMBER("a number", ""),
        /** A number without what all others of its column have. */
        OTHER_FORM("a number with the currency, the per cent or the unit of its column", ""),
        /** Neither true nor false. */
        NO_TRUTH("true or false (or yes, no, t, f, y, n, 1, 0)", "");

        private final String expected;
        private final String suffix;

        Problem(String expected, String suffix) {
            this.expected = expected;
            this.suffix = suffix;
        }

        /** Returns what was expected, and what was found, for a message. */
        public String message(String found) {
            return "expected " + expected + ", found " + Quoted.of(found) + suffix;
        }
    }

    /** Explains why {@link #number(char[], int, int)} returned an infinity for a text. */
    public Problem problem(String text) {
        char[] stripped = strip(text).toCharArray();
        if (!isNumber(stripped, 0, stripped.length)) {
            return Problem.NO_NUMBER;
        }
        double value = Decimals.parse(stripped, 0, stripped.length);
        return Double.isNaN(value) ? Problem.INFINITE : Double.isFinite(value) ? Problem.OTHER_FORM : Problem.TOO_LARGE;
    }
}
