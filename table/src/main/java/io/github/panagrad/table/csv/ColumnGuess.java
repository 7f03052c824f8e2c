package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.table.source.Guess;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Guesses from a column's first rows what it holds, and says what could have been meant otherwise. Used by one thread. */
public final class ColumnGuess {
    /** Above this share of numbers, other texts are considered mistakes. */
    private static final double MOSTLY = 0.9;

    private static final String REMEDY =
            "; correct it, add it to the texts for missing values, or say that the column is categorical";

    private final ColumnSample sample;
    private final Path file;
    private final String column;
    private final String unit;

    /** Takes what was seen of a column of a file of lines. */
    public ColumnGuess(ColumnSample sample, Path file, String column) {
        this(sample, file, column, "line");
    }

    /**
     * Takes what was seen of a column.
     *
     * @param unit what a place in the file is called
     */
    public ColumnGuess(ColumnSample sample, Path file, String column, String unit) {
        this.sample = sample;
        this.file = file;
        this.column = column;
        this.unit = unit;
    }

    /** Returns what the column seems to hold. */
    public Guess guess() {
        DateForms.Tally asked = sample.dates().best(true);
        return asked == null ? guessed() : guessed().withDates(asked.form());
    }

    /** Returns what the column holds whose values are said to be texts: dates, or texts. */
    public Guess guessOfTexts() {
        Guess dates = dates();
        Guess guess = dates == null ? Guess.texts(noteOnLikelyDates()) : dates;
        DateForms.Tally asked = sample.dates().best(true);
        return asked == null ? guess : guess.withDates(asked.form());
    }

    private Guess guessed() {
        if (sample.numbers() > 0
                && sample.numbers() >= MOSTLY * sample.present()
                && sample.widths().areCodes()) {
            return codes();
        }
        if (sample.present() == sample.numbers()) {
            return Guess.numbers(sample.hasManyNumbers(), NumberForm.PLAIN, null);
        }
        if (sample.areTruths()) {
            return truths();
        }
        Guess guess = sample.decimalCommas() > 0 || sample.dresses().count() == 0 ? null : dressed();
        guess = guess == null && sample.decimalCommas() > 0 ? commas() : guess;
        guess = guess == null ? marked() : guess;
        guess = guess == null ? dates() : guess;
        return guess == null ? texts() : guess;
    }

    /** Numbers with a decimal comma, all of them; null if some are not. */
    private @Nullable Guess commas() {
        Dresses commas = sample.commas();
        NumberForm form = commas.form();
        // Where nearly all commas can separate thousands, the others are mistakes.
        long grouped = sample.dresses().grouped();
        boolean areThousands = grouped > 0 && grouped >= MOSTLY * (grouped + sample.decimalCommas());
        boolean isMixed =
                commas.main().count() < commas.count() || (form.isDressed() && sample.numbers() > sample.ownNumbers());
        if (isMixed || areThousands || sample.hasFraction() || commas.mayBeWords() || commas.hasOtherThousands()) {
            return null;
        }
        List<OddTexts.Odd> marks = sample.commaOdds().missing(commas.hasMany());
        long present = sample.present() - OddTexts.count(marks);
        long numbers = commas.count() + sample.numbers();
        if (numbers < present) {
            OddTexts.Odd odd = sample.commaOdds().firstOther();
            return odd != null && commas.hasMany() && numbers >= MOSTLY * present
                    ? Guess.mistaken(place(odd.line()) + "found " + Quoted.of(odd.text()) + " among numbers such as "
                            + Quoted.of(commas.main().text()) + REMEDY)
                    : null;
        }
        String thousands = form.thousands().isEmpty() && sample.hasGroups() ? NumberForm.POINT : form.thousands();
        Dresses.Alike main = commas.main();
        String description = commas.description();
        return Guess.numbers(
                true,
                new NumberForm(
                        form.prefix(),
                        form.suffix(),
                        thousands,
                        NumberForm.COMMA,
                        marks.stream().map(OddTexts.Odd::text).toList()),
                place(main.line()) + Quoted.of(main.text()) + " and others are read as numbers ("
                        + (description.isEmpty() ? "" : description + ", ") + "a comma before the fraction)"
                        + (marks.isEmpty() ? "" : ", " + named(marks) + " as missing") + "; " + otherwise());
    }

    /** Dates, or mistakes among them; null if there is more. */
    private @Nullable Guess dates() {
        DateForms.Tally best = sample.dates().best(false);
        if (best == null) {
            return null;
        }
        List<OddTexts.Odd> marks = best.odds().missing(best.hasMany());
        long marked = OddTexts.count(marks);
        if (sample.numbers() == 0 && best.count() + marked == sample.present()) {
            return Guess.dates(
                    best.hasMany(),
                    marks.stream().map(OddTexts.Odd::text).toList(),
                    best.form(),
                    noteOnDates(best, marks));
        }
        if (!best.hasMany() || best.count() < MOSTLY * (sample.present() - marked)) {
            return null;
        }
        ColumnSample.Cell found = mistake(best);
        return Guess.mistaken(place(found.line()) + "found " + Quoted.of(found.text()) + " among dates such as "
                + Quoted.of(best.text()) + REMEDY);
    }

    /** The first value that is no date, and no usual mark of a missing one if there is another. */
    private ColumnSample.Cell mistake(DateForms.Tally dates) {
        OddTexts.Odd other = dates.odds().firstOther();
        OddTexts.Odd odd = other == null ? dates.odds().first() : other;
        ColumnSample.Cell number = sample.firstNumber();
        if (odd == null || (number != null && number.line() < odd.line())) {
            return Objects.requireNonNull(number);
        }
        return new ColumnSample.Cell(odd.text(), odd.line());
    }

    private String noteOnDates(DateForms.Tally dates, List<OddTexts.Odd> marks) {
        DateForms.Tally other = sample.dates().other(dates);
        String what = dates.form().isTimeOfDay() ? "times of the day" : "dates";
        StringBuilder note = new StringBuilder(place(dates.line()) + Quoted.of(dates.text())
                + (sample.present() > 1 ? " and others are" : " is") + " read as " + what);
        if (!dates.form().equals(DateForm.ISO) && !dates.form().equals(DateForm.TIME)) {
            note.append(" of the form ").append(dates.form().pattern());
        }
        if (other != null) {
            boolean isInOrderAlone = dates.isSorted() && !other.isSorted();
            note.append(isInOrderAlone ? ", because the rows are then in order" : ", which is a guess");
        }
        if (dates.hasSomeOffsets()) {
            note.append(", those without an offset as UTC");
        }
        if (!marks.isEmpty()) {
            note.append(", ").append(named(marks)).append(" as missing");
        }
        note.append("; ");
        if (other != null) {
            note.append(option(other.form()))
                    .append(
                            other.form().pattern().startsWith("d")
                                    ? " reads the day first, "
                                    : " reads the month first, ");
        }
        return note.append(otherwise()).toString();
    }

    private Guess codes() {
        return Guess.texts(place(null) + "its numbers have " + sample.widths().width() + " digits each, with zeros in"
                + " front, and are read as codes, which are text; --numeric " + Quoted.bare(column)
                + " reads them as numbers");
    }

    private Guess truths() {
        ColumnSample.Cell word = Objects.requireNonNull(sample.firstText());
        return Guess.truths(
                sample.hasOwnWords(),
                sample.numbers() == 0
                        ? null
                        : place(null) + "1 and 0 are taken for true and false, as are words such as "
                                + Quoted.of(word.text()) + "; " + otherwise());
    }

    /** Numbers with the same decoration, or a mistake; null if they are parts of other texts. */
    private @Nullable Guess dressed() {
        Dresses dresses = sample.dresses();
        Dresses.Alike main = dresses.main();
        NumberForm form = dresses.form();
        long plain = form.isDressed() ? sample.ownNumbers() : sample.numbers();
        long numbers = main.count() + plain;
        List<OddTexts.Odd> marks = sample.odds().missing(sample.hasManyNumbers() || dresses.hasMany());
        long present = sample.present() - OddTexts.count(marks);
        if (dresses.mayBeWords() || sample.numbers() + dresses.count() < MOSTLY * present) {
            return null;
        }
        if (dresses.hasOtherThousands() || numbers < present) {
            return Guess.mistaken(mixed(main));
        }
        return Guess.numbers(
                true,
                form.withMissing(marks.stream().map(OddTexts.Odd::text).toList()),
                place(main.line()) + Quoted.of(main.text()) + " and others are read as numbers ("
                        + dresses.description()
                        + ")" + (marks.isEmpty() ? "" : ", " + named(marks) + " as missing") + "; "
                        + otherwise());
    }

    private String mixed(Dresses.Alike main) {
        Dresses.Alike other = sample.dresses().other();
        ColumnSample.Cell number = sample.firstNumber();
        OddTexts.Odd odd = sample.odds().firstOther();
        String example = "numbers such as " + Quoted.of(main.text());
        boolean arePlainAlike = !sample.dresses().form().isDressed();
        if (odd != null && other == null && arePlainAlike) {
            return place(odd.line()) + "found " + Quoted.of(odd.text()) + " among " + example + REMEDY;
        }
        if (number != null && sample.numbers() > main.count()) {
            return place(main.line()) + "found " + Quoted.of(main.text()) + " among numbers such as "
                    + Quoted.of(number.text()) + remedy();
        }
        if (other != null) {
            return place(other.line()) + "found " + Quoted.of(other.text()) + " among " + example + remedy();
        }
        if (number != null && sample.dresses().form().isDressed()) {
            return place(number.line()) + "found " + Quoted.of(number.text()) + " among " + example + remedy();
        }
        if (odd != null) {
            return place(odd.line()) + "found " + Quoted.of(odd.text()) + " among " + example + REMEDY;
        }
        return place(main.line()) + "the thousands of " + example + " are separated in several ways" + remedy();
    }

    private static String remedy() {
        return "; write all numbers of the column the same way, or say that the column is categorical";
    }

    /** Numbers and marks of missing values; null if there is more. */
    private @Nullable Guess marked() {
        if (sample.numbers() == 0) {
            return null;
        }
        OddTexts.Odd single = sample.hasManyNumbers() ? sample.odds().single() : null;
        List<OddTexts.Odd> marks = sample.odds().marksAnd(single);
        long marked = OddTexts.count(marks);
        if (marks.isEmpty() || sample.numbers() + marked < sample.present()) {
            return null;
        }
        if (single != null && single.hasDigit()) {
            return Guess.mistaken(
                    place(single.line()) + "found " + Quoted.of(single.text()) + " among numbers" + REMEDY);
        }
        return Guess.numbers(
                sample.hasManyNumbers(),
                NumberForm.PLAIN.withMissing(
                        marks.stream().map(OddTexts.Odd::text).toList()),
                place(marks.getFirst().line()) + isOrAre(marks) + " taken for missing, in " + marked + " of the first "
                        + sample.rows() + " rows, as all others are numbers; " + otherwise());
    }

    private String named(List<OddTexts.Odd> odds) {
        return OddTexts.named(odds, unit);
    }

    private static String isOrAre(List<OddTexts.Odd> marks) {
        return String.join(
                        ", ", marks.stream().map(mark -> Quoted.of(mark.text())).toList())
                + (marks.size() == 1 ? " is" : " are");
    }

    private Guess texts() {
        long present = sample.present();
        ColumnSample.Cell first = Objects.requireNonNull(sample.firstText());
        boolean isMostlyNumbers = sample.numbers() >= MOSTLY * present;
        if (sample.decimalCommas() > 0
                && !sample.commas().mayBeWords()
                && sample.decimalCommas() + sample.numbers() + sample.dresses().count() == present) {
            return Guess.mistaken(place(first.line()) + "expected numbers with a decimal point, found "
                    + Quoted.of(first.text()) + " with a comma; convert the file");
        }
        if (isMostlyNumbers && sample.hasManyNumbers()) {
            return Guess.mistaken(place(first.line()) + "found " + Quoted.of(first.text()) + " among numbers" + REMEDY);
        }
        String likely = noteOnLikelyDates();
        if (likely != null) {
            return Guess.texts(likely);
        }
        List<OddTexts.Odd> odds = oddAmongNumbers(isMostlyNumbers);
        return Guess.texts(
                odds.isEmpty()
                        ? null
                        : place(odds.getFirst().line()) + "found " + named(odds)
                                + " among numbers; the column is read as text: correct "
                                + (odds.size() == 1 ? "it" : "them") + " if that is a mistake");
    }

    /** Returns what to say about texts that could have been meant as dates, or null. */
    private @Nullable String noteOnLikelyDates() {
        DateForms.Tally dates = sample.dates().best(true);
        if (dates != null && sample.numbers() == 0 && dates.count() == sample.present()) {
            return place(dates.line()) + Quoted.of(dates.text())
                    + " and others, which may be dates with two digits for the year, are read as text; "
                    + option(dates.form()) + " reads them as dates from 2000 to 2099";
        }
        DateForms.Tally most = sample.dates().best(false);
        if (most == null
                || most.count() < MOSTLY * sample.present()
                || most.odds().few().isEmpty()) {
            return null;
        }
        List<OddTexts.Odd> few = most.odds().few();
        return place(few.getFirst().line()) + "found " + named(few)
                + " among dates; the column is read as text: correct " + (few.size() == 1 ? "it" : "them")
                + " if that is a mistake";
    }

    /** Returns the few texts that are no numbers where most are, or where there are too many different ones for codes. */
    private List<OddTexts.Odd> oddAmongNumbers(boolean isMostlyNumbers) {
        if (isMostlyNumbers) {
            return sample.others().few();
        }
        Dresses dresses = sample.decimalCommas() > 0 ? sample.commas() : sample.dresses();
        boolean areNumbers = dresses.count() > 0 && dresses.hasMany() && !dresses.mayBeWords();
        return areNumbers || sample.hasManyNumbers()
                ? (sample.decimalCommas() > 0 ? sample.commaOdds() : sample.odds()).few()
                : List.of();
    }

    /** The option as a shell takes it. */
    private String option(DateForm form) {
        return "--date '" + Quoted.bare(column + "=" + form.pattern()) + "'";
    }

    private String otherwise() {
        return "--categorical " + Quoted.bare(column) + " reads the column as text";
    }

    private String place(@Nullable Long line) {
        return file + (line == null ? "" : ", " + unit + " " + line) + ", column " + Quoted.of(column) + ": ";
    }
}
