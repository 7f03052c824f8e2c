package io.github.panagrad.table.csv;

import io.github.panagrad.table.text.BooleanTexts;
import io.github.panagrad.table.text.CellReader;
import io.github.panagrad.table.text.Dressed;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A summary of a column's first rows. Used by one thread. */
final class ColumnSample {
    private static final int TRUTHS = 2;

    private final CellReader cells;
    private final Set<String> truthWords = new HashSet<>();
    private final DifferentNumbers different = new DifferentNumbers();
    private final CodeWidths widths = new CodeWidths();
    private final OddTexts odds = new OddTexts();
    private final OddTexts others = new OddTexts();
    private final Dresses dresses = new Dresses();
    private long rows;
    private long numbers;
    private long wholes;
    private long years;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long bits;
    private long truths;
    private long texts;
    private long decimalCommas;
    private boolean hasFirstBelow;
    private @Nullable Cell firstText;
    private @Nullable Cell firstNumber;

    /**
     * A cell.
     *
     * @param text what it holds, its ends stripped
     * @param line where its row begins
     */
    record Cell(String text, long line) {}

    ColumnSample(CellReader cells) {
        this.cells = cells;
    }

    /**
     * Takes a value.
     *
     * @param header the text that the first line has in this column, its ends stripped, or null if this is the first line
     */
    void add(char[] text, int offset, int length, @Nullable String header, long line) {
        rows++;
        double number = cells.number(text, offset, offset + length);
        if (Double.isNaN(number)) {
            return;
        }
        int start = cells.start(text, offset, offset + length);
        int end = cells.end(text, start, offset + length);
        if (header != null && header.contentEquals(new String(text, start, end - start))) {
            hasFirstBelow = true;
        }
        if (Double.isFinite(number) || CellReader.isNumber(text, start, end)) {
            numbers++;
            boolean isWhole = number == Math.rint(number);
            wholes += isWhole ? 1 : 0;
            years += isWhole && HeaderGuess.isYear(number) ? 1 : 0;
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
            bits += number == 0 || number == 1 ? 1 : 0;
            different.add(number);
            widths.add(text, start, end);
            firstNumber = firstNumber == null ? new Cell(new String(text, start, end - start), line) : firstNumber;
        } else {
            addText(text, start, end, line);
        }
    }

    private void addText(char[] text, int start, int end, long line) {
        Cell cell = new Cell(new String(text, start, end - start), line);
        firstText = firstText == null ? cell : firstText;
        boolean isTruth = !Double.isNaN(BooleanTexts.parse(text, start, end));
        if (isTruth) {
            truths++;
            noteWord(cell.text());
        }
        texts += isTruth ? 0 : 1;
        others.add(cell.text(), line);
        Dressed dressed = Dressed.of(text, start, end);
        if (dressed == null) {
            decimalCommas += isDecimalComma(text, start, end) ? 1 : 0;
            odds.add(cell.text(), line);
        } else {
            dresses.add(dressed, cell.text(), line);
        }
    }

    private void noteWord(String word) {
        if (truthWords.size() <= TRUTHS) {
            truthWords.add(word);
        }
    }

    /** More than two spellings, such as yes, Yes and no, would be more classes than intended. */
    boolean hasOwnWords() {
        return bits == 0
                && truthWords.size() <= TRUTHS
                && truthWords.stream()
                        .noneMatch(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"));
    }

    private static boolean isDecimalComma(char[] text, int start, int end) {
        int comma = -1;
        for (int i = start; i < end; i++) {
            if (text[i] == ',' && comma < 0) {
                comma = i;
            } else if ((text[i] < '0' || text[i] > '9') && !(i == start && text[i] == '-')) {
                return false;
            }
        }
        return comma > start && comma < end - 1;
    }

    /** Returns 1 if the first line's text, its ends stripped, suggests a header, -1 if it suggests none, 0 if neither. */
    int voteForHeader(String first) {
        char[] text = first.toCharArray();
        if (cells.isMissing(text, 0, text.length)) {
            return 0;
        }
        boolean isNumber = CellReader.isNumber(text, 0, text.length);
        if (isNumeric()) {
            return isNumber ? -1 : 1;
        }
        if (areTruths()) {
            boolean isTruth = !Double.isNaN(BooleanTexts.parse(text, 0, text.length));
            // y and t are names as often as values.
            boolean isName = isTruth && text.length == 1 && !hasFirstBelow;
            return isName ? 0 : isNumber || isTruth ? -1 : 1;
        }
        return 0;
    }

    /** Returns whether there are numbers, and nothing else. */
    boolean isNumeric() {
        return numbers > 0 && truths + texts == 0;
    }

    /** Returns the share of the numbers that are whole. */
    double wholeShare() {
        return (double) wholes / numbers;
    }

    /** Returns the share of the numbers that could be years. */
    double yearShare() {
        return (double) years / numbers;
    }

    /** Returns whether a number is less or greater than all of them. */
    boolean isOutside(double number) {
        return number < least || number > greatest;
    }

    /** Returns whether the first line's text occurs again below it. */
    boolean hasFirstBelow() {
        return hasFirstBelow;
    }

    /** Returns whether all values are truth values, some of them as words. */
    boolean areTruths() {
        return truths > 0 && texts == 0 && bits == numbers;
    }

    /** Returns the number of rows. */
    long rows() {
        return rows;
    }

    /** Returns the number of values that are not missing. */
    long present() {
        return numbers + truths + texts;
    }

    /** Returns the number of plain numbers. */
    long numbers() {
        return numbers;
    }

    /** Returns the number of texts that are numbers but for a comma in place of the point. */
    long decimalCommas() {
        return decimalCommas;
    }

    /** Returns whether there are too many different numbers for codes. */
    boolean hasManyNumbers() {
        return different.areMany();
    }

    /** Returns the widths of the plain numbers. */
    CodeWidths widths() {
        return widths;
    }

    /** Returns the texts that are no numbers in any dress. */
    OddTexts odds() {
        return odds;
    }

    /** Returns the texts that are no plain numbers. */
    OddTexts others() {
        return others;
    }

    /** Returns the numbers that are dressed. */
    Dresses dresses() {
        return dresses;
    }

    /** Returns the first value that is no plain number, or null if there is none. */
    @Nullable
    Cell firstText() {
        return firstText;
    }

    /** Returns the first plain number, or null if there is none. */
    @Nullable
    Cell firstNumber() {
        return firstNumber;
    }
}
