package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Decimals;
import io.github.panagrad.table.ColumnChoices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the first line of a file is a header.
 *
 * @param first its cells
 * @param names its cells as names, from which only blanks are stripped
 * @param second the cells of the next record that is different
 * @param samples what is below it, its repetitions apart
 * @param repetitions how many later records are the same
 * @param others how many are not
 */
record HeaderGuess(
        List<String> first,
        List<String> names,
        List<String> second,
        List<ColumnSample> samples,
        int repetitions,
        int others) {
    /** So that it does not lose accuracy as a number. */
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");

    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2199;
    private static final double FEW = 0.1;
    private static final int RARE = 10;
    private static final double ROUNDING = 1e-6;

    /** Returns whether a number could be a year. */
    static boolean isYear(double number) {
        return number >= FIRST_YEAR && number <= LAST_YEAR;
    }

    /**
     * Returns whether a line that comes again is likely to be a header, which files that are joined repeat, rather than a
     * row. A row's values occur in other rows too.
     */
    boolean isRepeatedHeader() {
        boolean isDistinct = new HashSet<>(names).size() == names.size();
        if (!isDistinct || others <= 2 * repetitions || samples.stream().anyMatch(ColumnSample::hasFirstBelow)) {
            return false;
        }
        int votes = votes();
        return votes > 0 || (votes == 0 && others >= RARE * repetitions && isText());
    }

    /** Returns whether the line is a header. */
    boolean isHeader(ColumnChoices choices) {
        return isNamed(choices) || (isVoted() ? votes() > 0 : isText());
    }

    /** Returns whether a user names a column by what the line has. */
    boolean isNamed(ColumnChoices choices) {
        List<String> keys = new ArrayList<>(choices.features());
        keys.addAll(choices.ignored());
        keys.addAll(choices.types().keySet());
        for (String key : new @Nullable String[] {choices.target(), choices.weight(), choices.split()}) {
            if (key != null) {
                keys.add(key);
            }
        }
        return keys.stream().map(String::strip).anyMatch(key -> names.contains(key) && !isPosition(key));
    }

    private boolean isPosition(String key) {
        return WHOLE.matcher(key).matches() && Integer.parseInt(key) < first.size();
    }

    private boolean isVoted() {
        for (int c = 0; c < first.size(); c++) {
            if (samples.get(c).voteForHeader(first.get(c)) != 0) {
                return true;
            }
        }
        return false;
    }

    private int votes() {
        Set<Integer> numbered = new HashSet<>(numbered());
        int votes = 0;
        for (int c = 0; c < first.size(); c++) {
            votes += numbered.contains(c) ? 1 : samples.get(c).voteForHeader(first.get(c));
        }
        return votes;
    }

    /** Without votes, a header is what only names can be. */
    private boolean isText() {
        return first.stream().noneMatch(HeaderGuess::isNumber)
                && names.stream().noneMatch(String::isEmpty)
                && new HashSet<>(names).size() == names.size()
                && samples.stream().noneMatch(ColumnSample::hasFirstBelow);
    }

    private static boolean isNumber(String text) {
        char[] characters = text.toCharArray();
        return CellReader.isNumber(characters, 0, characters.length);
    }

    /** Returns a sentence about numbers that are taken for names, or null if there are none. */
    @Nullable
    String note(String file) {
        List<Integer> numbered = numbered();
        return numbered.isEmpty()
                ? null
                : file + ": the first line is read as a header, with columns called "
                        + Quoted.list(numbered.stream().map(names::get).toList())
                        + ", because the numbers below are of another kind; --header no reads it as a row";
    }

    /**
     * Returns the columns of numbers that seem to be called by a number: all that have one in the first line, if these are
     * years, or are counted up, and what is below is not.
     */
    private List<Integer> numbered() {
        List<Integer> columns = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int c = 0; c < first.size(); c++) {
            if (samples.get(c).isNumeric() && isNumber(first.get(c))) {
                if (!WHOLE.matcher(first.get(c)).matches()) {
                    return List.of();
                }
                columns.add(c);
                numbers.add(Integer.parseInt(first.get(c)));
            }
        }
        return areYears(columns, numbers) || areCounted(columns, numbers) ? columns : List.of();
    }

    private boolean areYears(List<Integer> columns, List<Integer> numbers) {
        if (numbers.size() < 2) {
            return false;
        }
        for (int i = 0; i < numbers.size(); i++) {
            boolean isAscending = i == 0 || numbers.get(i) > numbers.get(i - 1);
            if (!isAscending
                    || !isYear(numbers.get(i))
                    || samples.get(columns.get(i)).yearShare() >= FEW) {
                return false;
            }
        }
        return true;
    }

    /** Three in steps of the same size above decimals, or five of which half are beyond what is below. */
    private boolean areCounted(List<Integer> columns, List<Integer> numbers) {
        double[] values = numbers.stream().mapToDouble(number -> number).toArray();
        if (values.length < 3 || values[1] <= values[0] || !areInSteps(values) || isSecondInSteps(columns)) {
            return false;
        }
        if (columns.stream().allMatch(c -> samples.get(c).wholeShare() <= 1.0 / 2)) {
            return true;
        }
        long outside = columns.stream()
                .filter(c -> samples.get(c).isOutside(Integer.parseInt(first.get(c))))
                .count();
        return values.length >= 5 && 2 * outside >= values.length;
    }

    /** If the rows are series, the first one counts up because it is one too. */
    private boolean isSecondInSteps(List<Integer> columns) {
        return second.size() == first.size()
                && areInSteps(columns.stream()
                        .map(c -> second.get(c).toCharArray())
                        .mapToDouble(text -> Decimals.parse(text, 0, text.length))
                        .toArray());
    }

    private static boolean areInSteps(double[] values) {
        double step = values[1] - values[0];
        for (int i = 2; i < values.length; i++) {
            // Written so that it is false for what is no number.
            if (!(Math.abs(values[i] - values[i - 1] - step) <= ROUNDING * Math.abs(step))) {
                return false;
            }
        }
        return true;
    }
}
