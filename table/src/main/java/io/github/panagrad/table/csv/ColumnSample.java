package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.text.BooleanTexts;
import io.github.panagrad.table.text.CellReader;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A summary of a column's first rows. Used by one thread. */
final class ColumnSample {
    /** Above this share of numbers, other texts are considered mistakes. */
    private static final double MOSTLY = 0.9;

    private static final int TRUTHS = 2;

    private final CellReader cells;
    private final Set<String> truthWords = new HashSet<>();
    private final double[] differentNumbers = new double[Guess.CODES + 1];
    private int different;
    private long numbers;
    private long wholes;
    private long years;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long truths;
    private long texts;
    private long decimalCommas;
    private boolean hasFirstBelow;
    private @Nullable String firstText;
    private long firstTextLine;

    ColumnSample(CellReader cells) {
        this.cells = cells;
    }

    /**
     * Takes a value.
     *
     * @param header the text that the first line has in this column, its ends stripped, or null if this is the first line
     */
    void add(char[] text, int offset, int length, @Nullable String header, long line) {
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
            count(number);
        } else {
            boolean isTruth = !Double.isNaN(BooleanTexts.parse(text, start, end));
            if (isTruth) {
                truths++;
                noteWord(text, start, end);
            }
            texts += isTruth ? 0 : 1;
            decimalCommas += isDecimalComma(text, start, end) ? 1 : 0;
            if (firstText == null) {
                firstText = new String(text, start, end - start);
                firstTextLine = line;
            }
        }
    }

    private void noteWord(char[] text, int start, int end) {
        if (truthWords.size() <= TRUTHS) {
            truthWords.add(new String(text, start, end - start));
        }
    }

    /** More than two spellings, such as yes, Yes and no, would be more classes than intended. */
    private boolean hasOwnWords() {
        return truthWords.size() <= TRUTHS
                && truthWords.stream()
                        .noneMatch(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"));
    }

    private void count(double number) {
        if (different > Guess.CODES) {
            return;
        }
        for (int i = 0; i < different; i++) {
            if (differentNumbers[i] == number) {
                return;
            }
        }
        differentNumbers[different++] = number;
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
        if (truths > 0 && numbers + texts == 0) {
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

    /** Returns what the column seems to hold. */
    Guess guess(String file, String column) {
        long present = numbers + truths + texts;
        if (present == numbers) {
            return new Guess(ColumnType.NUMERIC, different > Guess.CODES, false, null);
        }
        if (present == truths) {
            return new Guess(ColumnType.BOOLEAN, false, hasOwnWords(), null);
        }
        String problem = null;
        String found = Quoted.of(String.valueOf(firstText));
        String place = file + ", line " + firstTextLine + ", column " + Quoted.of(column) + ": ";
        if (decimalCommas == present || (decimalCommas > 0 && decimalCommas + numbers == present)) {
            problem =
                    place + "expected numbers with a decimal point, found " + found + " with a comma; convert the file";
        } else if (numbers >= MOSTLY * present && different > Guess.CODES) {
            problem = place + "found " + found + " among numbers; correct it, add it to the texts for missing values,"
                    + " or say that the column is categorical";
        }
        return new Guess(ColumnType.CATEGORICAL, false, false, problem);
    }
}
