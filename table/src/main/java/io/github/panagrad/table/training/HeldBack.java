package io.github.panagrad.table.training;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.Splits;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.Table;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which rows of a table are trained on, and which are held back. */
public final class HeldBack {
    /** Values of a text column that mark rows to hold back. */
    private static final Set<String> HELD_TEXTS =
            Set.of("1", "true", "yes", "validation", "validate", "valid", "val", "test");

    /** Whole numbers from 0 to below this may be classes. */
    private static final int MAX_CLASSES = 1000;

    private static final int BLOCK = 1 << 14;

    private HeldBack() {}

    /** The rows of both parts, in order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Rows(int[] training, int[] validation) {
        /** Returns the rows of both parts of a fold of samples. */
        public static Rows of(Fold fold, int[] samples) {
            return new Rows(pick(samples, fold.training()), pick(samples, fold.validation()));
        }

        /** Returns parts of the training rows, every fifth one in the second, for what must be judged on other rows. */
        public Rows divided() {
            IntPredicate isOther = i -> i % 5 == 4;
            return new Rows(
                    pick(
                            training,
                            IntStream.range(0, training.length)
                                    .filter(isOther.negate())
                                    .toArray()),
                    pick(
                            training,
                            IntStream.range(0, training.length).filter(isOther).toArray()));
        }
    }

    private static int[] pick(int[] values, int[] positions) {
        return IntStream.of(positions).map(position -> values[position]).toArray();
    }

    /**
     * Divides the rows as a column says, or by a share, of which each class gets the same.
     *
     * @param samples the rows to divide
     */
    public static Rows of(Table table, int[] samples, double share, Task task, long seed) {
        OptionalInt column = table.schema().indexOf(Role.SPLIT);
        if (column.isPresent()) {
            return byColumn(table, samples, column.getAsInt());
        }
        if (share == 0) {
            return new Rows(samples, new int[0]);
        }
        if (samples.length < 2) {
            throw new InvalidInputException(
                    "1 sample cannot be divided into a training and a validation part: give more, or"
                            + " --validation 0");
        }
        return Rows.of(Splits.stratified(strata(table, samples, task), share, seed), samples);
    }

    private static Rows byColumn(Table table, int[] samples, int index) {
        Column column = table.schema().columns().get(index);
        boolean[] held = new boolean[table.rows()];
        if (column.type() == ColumnType.CATEGORICAL) {
            List<String> texts = table.categories(index);
            boolean[] heldTexts = new boolean[texts.size()];
            for (int t = 0; t < heldTexts.length; t++) {
                heldTexts[t] = HELD_TEXTS.contains(texts.get(t).toLowerCase(Locale.ROOT));
            }
            forEachCode(table, index, (row, code) -> held[row] = code >= 0 && heldTexts[code]);
        } else {
            forEachNumber(table, index, (row, number) -> held[row] = number == 1);
        }
        int[] validation = IntStream.of(samples).filter(row -> held[row]).toArray();
        if (validation.length == 0 || validation.length == samples.length) {
            throw new InvalidInputException("--validation-column " + Quoted.bare(column.name()) + ": it holds back "
                    + (validation.length == 0 ? "no row" : "all rows")
                    + "; expected some rows with 1, true, yes, validation, valid, val or test there, and others");
        }
        return new Rows(IntStream.of(samples).filter(row -> !held[row]).toArray(), validation);
    }

    /** Requires targets that a loss can have. */
    public static void requireTargets(Table table, Loss loss) {
        if (loss.isClassification()) {
            requireClasses(table, loss);
        } else {
            requireRange(table, loss);
        }
    }

    /** Requires targets within the range of a loss for real numbers. */
    public static void requireRange(Table table, Loss given) {
        OptionalInt target = table.schema().indexOf(Role.TARGET);
        if (!(given instanceof PointLoss loss)
                || loss.isClassification()
                || target.isEmpty()
                || table.schema().columns().get(target.getAsInt()).type() == ColumnType.CATEGORICAL) {
            return;
        }
        String name = table.schema().columns().get(target.getAsInt()).name();
        forEachNumber(table, target.getAsInt(), (row, number) -> {
            if (Double.isFinite(number) && !loss.takes(number)) {
                throw new InvalidInputException(table.place(row) + ", column " + Quoted.of(name) + ": the target is "
                        + number + ", but " + loss.name()
                        + " is a loss for numbers that are not negative; correct it, or train with another --loss");
            }
        });
    }

    /**
     * Requires a target of whole numbers or text for a loss for classes: a number such as 0.7 is more likely a mistake than the
     * name of a class.
     */
    private static void requireClasses(Table table, Loss loss) {
        OptionalInt target = table.schema().indexOf(Role.TARGET);
        if (target.isEmpty()) {
            return;
        }
        Column column = table.schema().columns().get(target.getAsInt());
        if (column.type() != ColumnType.NUMERIC) {
            return;
        }
        forEachNumber(table, target.getAsInt(), (row, number) -> {
            if (Double.isFinite(number) && number != Math.rint(number)) {
                throw new InvalidInputException(table.place(row) + ", column " + Quoted.of(column.name())
                        + ": the target is "
                        + number
                        + ", but --loss " + loss.name() + " is for classes: expected a whole number; correct it, use a"
                        + " loss for real numbers, or --task classification if each number is a class");
            }
        });
    }

    /** Returns how many different numbers a column has if all are whole and there are no more than a limit, else 0. */
    public static int wholeNumbers(Table table, int column, int limit) {
        Set<Double> different = new HashSet<>();
        boolean[] areWhole = {true};
        forEachNumber(table, column, (_, number) -> {
            boolean isMissing = Double.isNaN(number);
            areWhole[0] &= isMissing || number == Math.rint(number);
            if (areWhole[0] && !isMissing && different.size() <= limit) {
                different.add(number + 0.0);
            }
        });
        return areWhole[0] && different.size() <= limit ? different.size() : 0;
    }

    /** Returns the target of a row as text. */
    public static String target(Table table, int row) {
        int column = table.schema().indexOf(Role.TARGET).orElseThrow();
        if (table.schema().columns().get(column).type() == ColumnType.CATEGORICAL) {
            int[] code = new int[1];
            table.codes(column, row, 1, code);
            return table.categories(column).get(code[0]);
        }
        double[] number = new double[1];
        table.numbers(column, row, 1, number);
        return number[0] == Math.rint(number[0]) ? String.valueOf((long) number[0]) : String.valueOf(number[0]);
    }

    /** Returns the stratum of each sample: each part gets the same share of every stratum. */
    public static int[] strata(Table table, int[] samples, Task task) {
        int[] classes = classes(table, samples, task);
        // Targets that are all different are values or names: there is nothing to stratify by, so all are one class.
        return isRepeated(classes) ? classes : new int[classes.length];
    }

    /** Returns a class for each sample; the same for all where the target is not one of classes. */
    private static int[] classes(Table table, int[] samples, Task task) {
        OptionalInt target = table.schema().indexOf(Role.TARGET);
        if (target.isEmpty() || task == Task.REGRESSION) {
            return new int[samples.length];
        }
        int[] classes = new int[table.rows()];
        if (table.schema().columns().get(target.getAsInt()).type() == ColumnType.CATEGORICAL) {
            forEachCode(table, target.getAsInt(), (row, code) -> classes[row] = code + 1);
            return inOrderOfAppearance(pick(classes, samples));
        }
        BitSet isSample = new BitSet(table.rows());
        IntStream.of(samples).forEach(isSample::set);
        boolean[] areClasses = {true};
        Set<Double> different = new HashSet<>();
        forEachNumber(table, target.getAsInt(), (row, number) -> {
            if (isSample.get(row)) {
                areClasses[0] &= number >= 0 && number < MAX_CLASSES && number == Math.rint(number);
                classes[row] = (int) number;
                if (different.size() <= 2) {
                    different.add(number + 0.0);
                }
            }
        });
        if (areClasses[0]) {
            return pick(classes, samples);
        }
        if (different.size() == 2) {
            double low = Collections.min(different);
            forEachNumber(table, target.getAsInt(), (row, number) -> classes[row] = number == low ? 0 : 1);
            return pick(classes, samples);
        }
        return new int[samples.length];
    }

    /** Numbers texts from 1 in the order in which they appear, as a table does; 0, for a missing one, stays. */
    private static int[] inOrderOfAppearance(int[] codes) {
        int[] numbers = new int[IntStream.of(codes).max().orElse(0) + 1];
        int known = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] > 0 && numbers[codes[i]] == 0) {
                known++;
                numbers[codes[i]] = known;
            }
            codes[i] = numbers[codes[i]];
        }
        return codes;
    }

    private static boolean isRepeated(int[] classes) {
        return IntStream.of(classes).distinct().count() < classes.length;
    }

    private interface CodeConsumer {
        void accept(int row, int code);
    }

    private interface NumberConsumer {
        void accept(int row, double number);
    }

    private static void forEachCode(Table table, int column, CodeConsumer consumer) {
        int[] block = new int[BLOCK];
        for (int from = 0; from < table.rows(); from += BLOCK) {
            int count = Math.min(BLOCK, table.rows() - from);
            table.codes(column, from, count, block);
            for (int i = 0; i < count; i++) {
                consumer.accept(from + i, block[i]);
            }
        }
    }

    private static void forEachNumber(Table table, int column, NumberConsumer consumer) {
        double[] block = new double[BLOCK];
        for (int from = 0; from < table.rows(); from += BLOCK) {
            int count = Math.min(BLOCK, table.rows() - from);
            table.numbers(column, from, count, block);
            for (int i = 0; i < count; i++) {
                consumer.accept(from + i, block[i]);
            }
        }
    }
}
