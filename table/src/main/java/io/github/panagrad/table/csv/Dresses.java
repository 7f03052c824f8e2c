package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.text.Dressed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the numbers of a column are dressed: with a currency, per cent, a unit, or separated thousands. Used by one thread. */
final class Dresses {
    /** Of more different units they are parts of codes, or of sentences. */
    private static final int MOST_UNITS = 3;

    private static final int MOST_STYLES = 50;

    /** From this share on a single letter is a unit: 100m, 200m; below it, numbers with letters are codes: 12A, 12B. */
    private static final double MOSTLY = 0.9;

    /** What precedes and follows numbers. */
    private record Style(String prefix, String suffix) {}

    /**
     * Numbers that are dressed alike.
     *
     * @param text the first of them
     * @param line where it is
     * @param isUnit whether letters follow the number
     * @param form their form
     */
    record Alike(String text, long line, long count, boolean isUnit, NumberForm form) {}

    private final String decimal;
    private final Map<Style, Alike> alike = new LinkedHashMap<>();
    private final DifferentNumbers different = new DifferentNumbers();
    private long count;
    private long grouped;
    private String thousands = "";
    private boolean inParentheses;
    private boolean hasOtherThousands;

    /** Takes numbers whose fraction follows a point or a comma. */
    Dresses(String decimal) {
        this.decimal = decimal;
    }

    void add(Dressed number, String text, long line) {
        count++;
        different.add(number.value());
        inParentheses |= number.inParentheses();
        if (number.thousands() != 0) {
            grouped += number.thousands() == ',' ? 1 : 0;
            String separator = String.valueOf(number.thousands());
            hasOtherThousands |= !thousands.isEmpty() && !thousands.equals(separator);
            thousands = separator;
        }
        Style style = new Style(number.prefix(), number.suffix());
        Alike known = alike.get(style);
        if (known != null) {
            alike.put(style, new Alike(known.text(), known.line(), known.count() + 1, known.isUnit(), known.form()));
        } else if (alike.size() < MOST_STYLES) {
            NumberForm form = new NumberForm(number.prefix(), number.suffix(), "", decimal, List.of());
            alike.put(style, new Alike(text, line, 1, number.hasUnit(), form));
        }
    }

    /** Returns how many numbers are dressed. */
    long count() {
        return count;
    }

    /** Returns in how many numbers a comma separates thousands. */
    long grouped() {
        return grouped;
    }

    /** Returns whether there are enough different numbers to be measurements rather than codes. */
    boolean hasMany() {
        return different.areMany();
    }

    /** Returns whether the numbers can belong to codes such as 12A, or to sentences. */
    boolean mayBeWords() {
        Alike main = main();
        boolean isLetter = main.form().suffix().length() == 1 && main.count() < MOSTLY * count;
        return main.isUnit() && (!hasMany() || alike.size() > MOST_UNITS || isLetter);
    }

    /** Returns the most frequent dress. */
    Alike main() {
        return Collections.max(alike.values(), Comparator.comparingLong(Alike::count));
    }

    /** Returns whether a number is in the most frequent dress. */
    boolean isMain(Dressed number) {
        return count > 0
                && number.prefix().equals(main().form().prefix())
                && number.suffix().equals(main().form().suffix());
    }

    /** Returns the first number in another dress, or null if all are in the main one. */
    @Nullable
    Alike other() {
        Alike main = main();
        return alike.values().stream()
                .filter(one -> !one.equals(main))
                .findFirst()
                .orElse(null);
    }

    /** Returns whether thousands are separated in several ways. */
    boolean hasOtherThousands() {
        return hasOtherThousands;
    }

    /** Returns the form of the numbers in the main dress. */
    NumberForm form() {
        NumberForm form = main().form();
        // Accounting separates thousands, if there are any.
        boolean isPlain = !form.isDressed() && !form.hasCommas();
        String separator = thousands.isEmpty() && inParentheses && isPlain ? "," : thousands;
        return new NumberForm(form.prefix(), form.suffix(), separator, decimal, List.of());
    }

    /** Describes the main dress in a few words. */
    String description() {
        NumberForm form = form();
        List<String> parts = new ArrayList<>();
        if (!form.prefix().isEmpty()) {
            parts.add(Quoted.of(form.prefix()) + " in front");
        }
        if (!form.suffix().isEmpty()) {
            parts.add(Quoted.of(form.suffix()) + " behind");
        }
        if (!thousands.isEmpty()) {
            parts.add("thousands separated by " + Quoted.of(thousands));
        }
        if (inParentheses) {
            parts.add("negative ones in parentheses");
        }
        return String.join(", ", parts);
    }
}
