package io.github.panagrad.table.csv;

import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.text.BooleanTexts;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Decimals;
import io.github.panagrad.schema.text.Dressed;
import io.github.panagrad.schema.text.MissingMarks;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A summary of a column's first rows. Used by one thread. */
public final class ColumnSample {
    private static final int TRUTHS = 2;

    /** So many numbers are tried as dates without separators, such as 20240305, which are only read as such on demand. */
    private static final int MOST_DIGITS_TRIED = 20;

    private final CellReader cells;
    private final Set<String> truthWords = new HashSet<>();
    private final DifferentNumbers different = new DifferentNumbers();
    private final CodeWidths widths = new CodeWidths();
    private final OddTexts odds = new OddTexts();
    private final OddTexts others = new OddTexts();
    private final Dresses dresses = new Dresses(NumberForm.POINT);
    private final Dresses commas = new Dresses(NumberForm.COMMA);
    private final OddTexts commaOdds = new OddTexts();
    private final DateForms dates = new DateForms();
    private long rows;
    private long numbers;
    private long ownNumbers;
    private long wholes;
    private long years;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long bits;
    private long truths;
    private long texts;
    private long decimalCommas;
    private boolean hasFraction;
    private boolean hasGroups;
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

    /** Makes an empty summary. */
    public ColumnSample(CellReader cells) {
        this.cells = cells;
    }

    /**
     * Takes a value.
     *
     * @param header the text that the first line has in this column, its ends stripped, or null if this is the first line
     */
    public void add(char[] text, int offset, int length, @Nullable String header, long line) {
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
            addNumber(number, text, start, end, line);
            if (!hasFraction) {
                addPoint(text, start, end);
            }
        } else {
            addText(text, start, end, line);
        }
    }

    /** Takes a number that is one however the column's texts are written. */
    public void addNumber(char[] text, int offset, int length, long line) {
        double number = Decimals.parse(text, offset, length);
        if (!Double.isFinite(number)) {
            add(text, offset, length, null, line);
            return;
        }
        rows++;
        if (!Double.isNaN(cells.number(number))) {
            ownNumbers++;
            addNumber(number, text, offset, offset + length, line);
        }
    }

    /** Takes a value of a column of texts, of which only dates are of interest. */
    public void addDate(char[] text, int offset, int length, long line) {
        rows++;
        int start = cells.start(text, offset, offset + length);
        int end = cells.end(text, start, offset + length);
        if (cells.isMissing(text, start, end)) {
            return;
        }
        String found = new String(text, start, end - start);
        if (CellReader.isNumber(text, start, end)) {
            numbers++;
            firstNumber = firstNumber == null ? new Cell(found, line) : firstNumber;
            if (numbers <= MOST_DIGITS_TRIED) {
                dates.add(found, line);
            }
        } else {
            texts++;
            dates.add(found, line);
        }
    }

    /** Takes a row without a value. */
    public void addMissing() {
        rows++;
    }

    private void addNumber(double number, char[] text, int start, int end, long line) {
        numbers++;
        boolean isWhole = number == Math.rint(number);
        wholes += isWhole ? 1 : 0;
        years += isWhole && HeaderGuess.isYear(number) ? 1 : 0;
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
        bits += number == 0 || number == 1 ? 1 : 0;
        different.add(number);
        widths.add(text, start, end);
        if (numbers <= MOST_DIGITS_TRIED && isWhole) {
            dates.add(new String(text, start, end - start), line);
        }
        firstNumber = firstNumber == null ? new Cell(new String(text, start, end - start), line) : firstNumber;
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
        dates.add(cell.text(), line);
        Dressed dressed = Dressed.of(text, start, end, false);
        Dressed comma = Dressed.of(text, start, end, true);
        if (comma == null) {
            commaOdds.add(cell.text(), line);
        } else {
            commas.add(comma, cell.text(), line);
        }
        if (dressed == null) {
            boolean isDressed = comma != null
                    && (!comma.prefix().isEmpty() || !comma.suffix().isEmpty());
            decimalCommas += comma != null && (isDressed || cell.text().indexOf(',') >= 0) ? 1 : 0;
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

    /** With a decimal comma, points separate thousands: 1.234 is another number then, and 1.5 is none. */
    private void addPoint(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] == '.') {
                Dressed grouped = Dressed.of(text, start, end, true);
                hasFraction = grouped == null;
                hasGroups |= grouped != null;
                return;
            }
        }
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
        // What may mark a missing value does not tell.
        int other = MissingMarks.isMark(first) || hasFirstBelow ? 0 : 1;
        DateForm form = allDates();
        if (form != null) {
            return Double.isNaN(form.seconds(text, 0, text.length)) ? other : -1;
        }
        Dresses worn = decimalCommas == 0 ? dresses : commas;
        long usual = worn.count() + numbers;
        OddTexts rest = decimalCommas == 0 ? odds : commaOdds;
        if (usual > 0 && usual + OddTexts.count(rest.missing(different.areMany() || worn.hasMany())) == present()) {
            Dressed dressed = Dressed.of(text, 0, text.length, decimalCommas > 0);
            return isNumber || (dressed != null && worn.isMain(dressed)) ? -1 : other;
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

    /** Returns the number of plain numbers that are no texts, so that they are numbers beside any dress. */
    long ownNumbers() {
        return ownNumbers;
    }

    /** Returns the texts that are numbers if a comma precedes the fraction. */
    Dresses commas() {
        return commas;
    }

    /** Returns the texts that are no numbers even so. */
    OddTexts commaOdds() {
        return commaOdds;
    }

    /** Returns whether a plain number has a point before its fraction. */
    boolean hasFraction() {
        return hasFraction;
    }

    /** Returns whether a plain number is one with separated thousands, too, as 1.234 is. */
    boolean hasGroups() {
        return hasGroups;
    }

    /** Returns in which forms the texts, and the first of the numbers, are dates. */
    DateForms dates() {
        return dates;
    }

    /** Returns the form of the dates if all values are dates or usual marks of missing ones, or else null. */
    @Nullable
    DateForm allDates() {
        DateForms.Tally best = dates.best(false);
        return best != null
                        && numbers == 0
                        && best.count() + OddTexts.count(best.odds().missing(best.hasMany())) == present()
                ? best.form()
                : null;
    }

    /** Returns the number of texts that are numbers only if a comma precedes the fraction. */
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
