package io.github.panagrad.table.csv;

import io.github.panagrad.schema.DateForm;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In which forms the texts of a column are dates. Used by one thread. */
final class DateForms {
    private static final int MAX_CHARACTERS = 40;
    private static final int ABBREVIATION = 3;

    /** Dates come in a few shapes; names and sentences in many. */
    private static final int MOST_SHAPES = 64;

    private static final int MOST_TRIES = 20;

    /** All forms, which take longer to make than most files to be looked at; only texts with digits and something else need them. */
    private static final class Known {
        private static final List<String> DAYS = List.of(
                "yyyy-M-d",
                "yyyy/M/d",
                "yyyy.M.d",
                "M/d/yyyy",
                "d/M/yyyy",
                "d.M.yyyy",
                "d-M-yyyy",
                "M-d-yyyy",
                "d MMM yyyy",
                "d MMMM yyyy",
                "d-MMM-yyyy",
                "d/MMM/yyyy",
                "MMM d, yyyy",
                "MMMM d, yyyy",
                "MMM d yyyy",
                "MMMM d yyyy",
                "EEE, d MMM yyyy",
                "EEE, MMM d, yyyy",
                "EEEE, d MMMM yyyy",
                "EEEE, MMMM d, yyyy");

        static final List<Form> FORMS = Stream.of(
                        Stream.of(new Form(DateForm.ISO, false), new Form(DateForm.TIME, false)),
                        DAYS.stream()
                                .flatMap(day -> Stream.of(day, day + " H:mm[:ss]", day + " h:mm[:ss] a"))
                                .map(pattern -> new Form(DateForm.of(pattern), false)),
                        Stream.of("yyyy-MM", "MMM yyyy", "MMMM yyyy", "MMM-yyyy", "h:mm[:ss] a")
                                .map(pattern -> new Form(DateForm.of(pattern), false)),
                        Stream.of("M/d/yy", "d/M/yy", "d.M.yy", "d-MMM-yy", "MMM-yy")
                                .map(pattern -> new Form(DateForm.of(pattern), true)),
                        Digits.FORMS.stream())
                .flatMap(forms -> forms)
                .toList();

        private Known() {}
    }

    /** The forms of digits alone, apart because many columns of whole numbers need no others. */
    private static final class Digits {
        static final List<Form> FORMS = Stream.of("yyyyMMdd", "yyyyMMddHHmmss", "yyyy")
                .map(pattern -> new Form(DateForm.of(pattern), true))
                .toList();

        private Digits() {}
    }

    /** In lower case: the names of months and days, short and full, the halves of a day, and the letters of ISO. */
    private static final Set<String> WORDS = Stream.of(
                    Stream.of("t", "z", "am", "pm"), names(Month.values()), names(DayOfWeek.values()))
            .flatMap(words -> words)
            .collect(Collectors.toUnmodifiableSet());

    /** The names of the constants are those in English, and their beginnings the short ones. */
    private static Stream<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .flatMap(name -> Stream.of(name, name.substring(0, ABBREVIATION)))
                .distinct();
    }

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<Form, Tally> tallies = new LinkedHashMap<>();
    private final OddTexts all = new OddTexts();
    private boolean isOff;

    /**
     * A form of dates.
     *
     * @param isAsked whether its texts can as well be something else, so that it must be asked for: numbers, or years of two digits
     */
    private record Form(DateForm form, boolean isAsked) {}

    /** The forms of texts of a shape, and for how many texts all forms were tried. */
    private record Shape(Set<Form> forms, int tries) {}

    /** The texts that are dates in one form. */
    static final class Tally {
        private final Form form;
        private final OddTexts odds;
        private final DifferentNumbers different = new DifferentNumbers();
        private final String text;
        private final long line;
        private long count;
        private long descents;
        private long withOffset;
        private boolean isDoubtful;
        private double first;
        private double last = Double.NEGATIVE_INFINITY;

        private Tally(Form form, OddTexts odds, String text, long line) {
            this.form = form;
            this.odds = odds;
            this.text = text;
            this.line = line;
        }

        private void add(double seconds, String found, long at) {
            if (count > 0 && at < line) {
                // The first line, which is added last once it is no header.
                descents += seconds > first ? 1 : 0;
            } else {
                first = count == 0 ? seconds : first;
                descents += seconds < last ? 1 : 0;
                last = seconds;
            }
            count++;
            different.add(seconds);
            boolean isIsoTime = form.form().equals(DateForm.ISO) && found.length() > "2024-03-05".length();
            boolean hasOffset = isIsoTime
                    && (found.endsWith("Z")
                            || found.endsWith("z")
                            || found.lastIndexOf('-') > 7
                            || found.indexOf('+') > 0);
            withOffset += hasOffset ? 1 : 0;
        }

        /** Returns the form. */
        DateForm form() {
            return form.form();
        }

        /** Returns the first of the texts. */
        String text() {
            return text;
        }

        /** Returns where it is. */
        long line() {
            return line;
        }

        /** Returns how many texts are dates. */
        long count() {
            return count;
        }

        /** Returns the texts that are none. */
        OddTexts odds() {
            return odds;
        }

        /** Returns whether the texts are in the order of time. */
        boolean isSorted() {
            return descents == 0;
        }

        /** Returns whether there are enough different ones to be sure. */
        boolean hasMany() {
            return different.areMany();
        }

        /** Returns whether some times have an offset from UTC, and some have none. */
        boolean hasSomeOffsets() {
            return withOffset > 0 && withOffset < count;
        }
    }

    /** Takes a text, its ends stripped. */
    void add(String text, long line) {
        if (isOff) {
            return;
        }
        List<Tally> matching = new ArrayList<>();
        double first = Double.NaN;
        boolean areSame = true;
        for (Form form : forms(text)) {
            double seconds = seconds(form, text);
            if (!Double.isNaN(seconds)) {
                Tally tally = tallies.computeIfAbsent(form, _ -> new Tally(form, all.copy(), text, line));
                tally.add(seconds, text, line);
                matching.add(tally);
                first = Double.isNaN(first) ? seconds : first;
                areSame &= seconds == first;
            }
        }
        for (Tally tally : tallies.values()) {
            if (!matching.contains(tally)) {
                tally.odds.add(text, line);
            } else if (!areSame) {
                tally.isDoubtful = true;
            }
        }
        all.add(text, line);
    }

    private static double seconds(Form form, String text) {
        char[] characters = text.toCharArray();
        return form.form().seconds(characters, 0, characters.length);
    }

    /** Returns the forms that a text may have because one of its shape has them. */
    private Collection<Form> forms(String text) {
        if (text.length() > MAX_CHARACTERS
                || text.chars().noneMatch(c -> c >= '0' && c <= '9')
                || !areWordsOfDates(text)) {
            return List.of();
        }
        String key = shape(text);
        Shape shape = shapes.get(key);
        if (shape == null && shapes.size() >= MOST_SHAPES) {
            isOff = tallies.isEmpty();
            return List.of();
        }
        // A date that does not exist has the shape of those that do.
        if (shape == null || (shape.forms().isEmpty() && shape.tries() < MOST_TRIES)) {
            List<Form> known = key.chars().allMatch(c -> c == '0') ? Digits.FORMS : Known.FORMS;
            Set<Form> forms = new LinkedHashSet<>();
            for (Form form : known) {
                if (form.form().mayBe(text) && !Double.isNaN(seconds(form, text))) {
                    forms.add(form);
                    known.stream()
                            .filter(other -> other.form().pattern().equals(twin(form.form())))
                            .forEach(forms::add);
                }
            }
            shape = new Shape(forms, shape == null ? 1 : shape.tries() + 1);
            shapes.put(key, shape);
        }
        return shape.forms();
    }

    /** Whether a text has no letters but those of names and marks that a form has, so that there is no need to try them all. */
    private static boolean areWordsOfDates(String text) {
        int i = 0;
        while (i < text.length()) {
            int from = i;
            while (i < text.length() && Character.isLetter(text.charAt(i))) {
                i++;
            }
            if (i > from && !WORDS.contains(text.substring(from, i).toLowerCase(Locale.ROOT))) {
                return false;
            }
            i += i == from ? 1 : 0;
        }
        return true;
    }

    /** Returns a pattern with days and months the other way round. */
    private static String twin(DateForm form) {
        String pattern = form.pattern();
        return pattern.length() < 4
                ? pattern
                : "" + pattern.charAt(2) + pattern.charAt(1) + pattern.charAt(0) + pattern.substring(3);
    }

    /** The text with 0 for each digit, and with x for letters; so many for words as abbreviations have, one for longer ones. */
    private static String shape(String text) {
        StringBuilder shape = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int from = i;
            while (i < text.length() && Character.isLetter(text.charAt(i))) {
                i++;
            }
            int letters = i - from;
            if (letters > 0) {
                shape.append(letters > ABBREVIATION ? "X" : "x".repeat(letters));
            } else {
                char c = text.charAt(i);
                shape.append(c >= '0' && c <= '9' ? '0' : c);
                i++;
            }
        }
        return shape.toString();
    }

    /** Returns the form that most texts have, or null if none has any; of those that must be asked for, only if they are asked for. */
    @Nullable
    Tally best(boolean isAsked) {
        Collection<Tally> found = tallies.values().stream()
                .filter(tally -> isAsked || !tally.form.isAsked())
                .toList();
        // The order of the forms decides between equals, after that of the rows: files are often sorted by date.
        List<Tally> inOrder = new ArrayList<>(found);
        inOrder.sort(Comparator.comparingLong((Tally tally) -> -tally.count)
                .thenComparingInt(tally -> tally.descents == 0 ? 0 : 1)
                .thenComparingInt(tally -> Known.FORMS.indexOf(tally.form)));
        return inOrder.isEmpty() ? null : inOrder.getFirst();
    }

    /** Returns the form with days and months the other way round if all these texts are other dates in it, or else null. */
    @Nullable
    Tally other(Tally tally) {
        return tallies.values().stream()
                .filter(one -> tally.isDoubtful
                        && one.count == tally.count
                        && one.form().pattern().equals(twin(tally.form())))
                .findFirst()
                .orElse(null);
    }
}
