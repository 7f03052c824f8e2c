package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.MissingMarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of a column that are no numbers, as long as there are few different ones. Used by one thread. */
final class OddTexts {
    /** With more different texts they are no mistakes. */
    static final int MOST = 5;

    private final Map<String, Odd> odds = new LinkedHashMap<>();
    private boolean isFull;

    /**
     * A text.
     *
     * @param line where it is first
     * @param count how often it is there
     */
    record Odd(String text, long line, long count) {
        boolean isMark() {
            return MissingMarks.isMark(text);
        }

        boolean hasDigit() {
            return text.chars().anyMatch(Character::isDigit);
        }
    }

    void add(String text, long line) {
        Odd known = odds.get(text);
        if (known != null) {
            odds.put(text, new Odd(text, known.line(), known.count() + 1));
        } else if (odds.size() < MOST) {
            odds.put(text, new Odd(text, line, 1));
        } else {
            isFull = true;
        }
    }

    /** Returns the same texts, to which others can be added. */
    OddTexts copy() {
        OddTexts copy = new OddTexts();
        copy.odds.putAll(odds);
        copy.isFull = isFull;
        return copy;
    }

    /** Returns the texts, none of them if there are many different ones. */
    List<Odd> few() {
        return isFull ? List.of() : List.copyOf(odds.values());
    }

    /** Returns the first text, or null if there is none. */
    @Nullable
    Odd first() {
        return odds.isEmpty() ? null : odds.values().iterator().next();
    }

    /** Returns the first text that is no usual mark of a missing value, or null if there is none. */
    @Nullable
    Odd firstOther() {
        return odds.values().stream().filter(odd -> !odd.isMark()).findFirst().orElse(null);
    }

    /** Returns the only text that is no usual mark of a missing value, or null if there is none or several. */
    @Nullable
    Odd single() {
        List<Odd> others = few().stream().filter(odd -> !odd.isMark()).toList();
        return others.size() == 1 ? others.getFirst() : null;
    }

    /**
     * Returns the usual marks, and another text without digits if it is the only one.
     *
     * @param hasMany whether the column has many different values, among which another text is a mark, too
     */
    List<Odd> missing(boolean hasMany) {
        Odd single = hasMany ? single() : null;
        return marksAnd(single == null || single.hasDigit() ? null : single);
    }

    /** Returns the usual marks, and one more text. */
    List<Odd> marksAnd(@Nullable Odd one) {
        List<Odd> marks = new ArrayList<>(few());
        marks.removeIf(odd -> !odd.isMark() && !odd.equals(one));
        return marks;
    }

    /** Returns how many rows have texts. */
    static long count(List<Odd> odds) {
        return odds.stream().mapToLong(Odd::count).sum();
    }

    /** Names texts and the lines, or what a place is called, where they are first. */
    static String named(List<Odd> odds, String unit) {
        return odds.stream()
                .map(odd -> Quoted.of(odd.text()) + " (" + unit + " " + odd.line()
                        + (odd.count() > 1 ? ", and " + (odd.count() - 1) + " more" : "") + ")")
                .collect(Collectors.joining(", "));
    }
}
