package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.NumberForm;
import io.github.panagrad.table.source.Guess;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Guesses from a column's first rows what it holds, and says what could have been meant otherwise. Used by one thread. */
final class ColumnGuess {
    /** Above this share of numbers, other texts are considered mistakes. */
    private static final double MOSTLY = 0.9;

    private static final String REMEDY =
            "; correct it, add it to the texts for missing values, or say that the column is categorical";

    private final ColumnSample sample;
    private final Path file;
    private final String column;

    ColumnGuess(ColumnSample sample, Path file, String column) {
        this.sample = sample;
        this.file = file;
        this.column = column;
    }

    /** Returns what the column seems to hold. */
    Guess guess() {
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
        guess = guess == null ? marked() : guess;
        return guess == null ? texts() : guess;
    }

    private Guess codes() {
        return Guess.texts(place(null) + "its numbers have " + sample.widths().width() + " digits each, with zeros in"
                + " front, and are read as codes, which are text; a schema (--schema) can say that they are numeric");
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
        long plain = form.isDressed() ? 0 : sample.numbers();
        long numbers = main.count() + plain;
        long rest = sample.present() - sample.odds().marks();
        if (dresses.mayBeWords() || sample.numbers() + dresses.count() < MOSTLY * rest) {
            return null;
        }
        OddTexts.Odd single = sample.odds().single();
        boolean isMark = single != null && !single.hasDigit() && (sample.hasManyNumbers() || dresses.hasMany());
        List<OddTexts.Odd> marks = sample.odds().marksAnd(isMark ? single : null);
        long marked = marks.stream().mapToLong(OddTexts.Odd::count).sum();
        if (dresses.hasOtherThousands() || numbers + marked < sample.present()) {
            return Guess.mistaken(mixed(main));
        }
        return Guess.numbers(
                true,
                form.withMissing(marks.stream().map(OddTexts.Odd::text).toList()),
                place(main.line()) + Quoted.of(main.text()) + " and others are read as numbers ("
                        + dresses.description()
                        + ")" + (marks.isEmpty() ? "" : ", " + OddTexts.named(marks) + " as missing") + "; "
                        + otherwise());
    }

    private String mixed(Dresses.Alike main) {
        Dresses.Alike other = sample.dresses().other();
        ColumnSample.Cell number = sample.firstNumber();
        OddTexts.Odd odd = sample.odds().first();
        String example = "numbers such as " + Quoted.of(main.text());
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
        long marked = marks.stream().mapToLong(OddTexts.Odd::count).sum();
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
                place(marks.getFirst().line()) + named(marks) + " taken for missing, in " + marked + " of the first "
                        + sample.rows() + " rows, as all others are numbers; " + otherwise());
    }

    private static String named(List<OddTexts.Odd> marks) {
        return String.join(
                        ", ", marks.stream().map(mark -> Quoted.of(mark.text())).toList())
                + (marks.size() == 1 ? " is" : " are");
    }

    private Guess texts() {
        long present = sample.present();
        ColumnSample.Cell first = Objects.requireNonNull(sample.firstText());
        boolean isMostlyNumbers = sample.numbers() >= MOSTLY * present;
        if (sample.decimalCommas() > 0
                && sample.decimalCommas() + sample.numbers() + sample.dresses().count() == present) {
            return Guess.mistaken(place(first.line()) + "expected numbers with a decimal point, found "
                    + Quoted.of(first.text()) + " with a comma; convert the file");
        }
        if (isMostlyNumbers && sample.hasManyNumbers()) {
            return Guess.mistaken(place(first.line()) + "found " + Quoted.of(first.text()) + " among numbers" + REMEDY);
        }
        List<OddTexts.Odd> odds = sample.others().few();
        return Guess.texts(
                isMostlyNumbers && !odds.isEmpty()
                        ? place(odds.getFirst().line()) + "found " + OddTexts.named(odds)
                                + " among numbers; the column is read as text: correct "
                                + (odds.size() == 1 ? "it" : "them") + " if that is a mistake"
                        : null);
    }

    private String otherwise() {
        return "--categorical " + Quoted.bare(column) + " reads the column as text";
    }

    private String place(@Nullable Long line) {
        return file + (line == null ? "" : ", line " + line) + ", column " + Quoted.of(column) + ": ";
    }
}
