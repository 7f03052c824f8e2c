package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.Splits;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.pipeline.Task;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Which rows of a table are trained on, and which are held back. */
final class HeldBack {
    /** Values of a text column that mark rows to hold back. */
    private static final Set<String> HELD_TEXTS =
            Set.of("1", "true", "yes", "validation", "validate", "valid", "val", "test");

    /** Whole numbers from 0 to below this may be classes. */
    private static final int MAX_CLASSES = 1000;

    private static final int BLOCK = 1 << 14;

    private HeldBack() {}

    /** The rows of both parts, in order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Rows(int[] training, int[] validation) {}

    /** Divides the rows as a column says, or by a share, of which each class gets the same. */
    static Rows of(Table table, double share, Task task, long seed) {
        OptionalInt column = table.schema().indexOf(Role.SPLIT);
        if (column.isPresent()) {
            return byColumn(table, column.getAsInt());
        }
        if (share == 0) {
            return new Rows(IntStream.range(0, table.rows()).toArray(), new int[0]);
        }
        if (table.rows() < 2) {
            throw new InvalidInputException(
                    "1 sample cannot be divided into a training and a validation part: give more, or"
                            + " --validation 0");
        }
        Fold fold = Splits.stratified(strata(table, task), share, seed);
        return new Rows(fold.training(), fold.validation());
    }

    private static Rows byColumn(Table table, int index) {
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
        int[] validation =
                IntStream.range(0, held.length).filter(row -> held[row]).toArray();
        if (validation.length == 0 || validation.length == held.length) {
            throw new InvalidInputException("--validation-column " + Quoted.bare(column.name()) + ": it holds back "
                    + (validation.length == 0 ? "no row" : "all rows")
                    + "; expected some rows with 1, true, yes, validation, valid, val or test there, and others");
        }
        return new Rows(
                IntStream.range(0, held.length).filter(row -> !held[row]).toArray(), validation);
    }

    /**
     * Requires a target of whole numbers or text for a loss for classes: a number such as 0.7 is more likely a mistake than the
     * name of a class.
     */
    static void requireClasses(Table table, Loss loss) {
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

    /** Returns the stratum of each row: each part gets the same share of every stratum. */
    static int[] strata(Table table, Task task) {
        int[] classes = classes(table, task);
        // Targets that are all different are values or names: there is nothing to stratify by, so all are one class.
        return isRepeated(classes) ? classes : new int[classes.length];
    }

    /** Returns a class for each row; the same for all where the target is not one of classes. */
    private static int[] classes(Table table, Task task) {
        int[] classes = new int[table.rows()];
        OptionalInt target = table.schema().indexOf(Role.TARGET);
        if (target.isEmpty() || task == Task.REGRESSION) {
            return classes;
        }
        int index = target.getAsInt();
        if (table.schema().columns().get(index).type() == ColumnType.CATEGORICAL) {
            forEachCode(table, index, (row, code) -> classes[row] = code + 1);
            return classes;
        }
        boolean[] areClasses = {true};
        forEachNumber(table, index, (row, number) -> {
            areClasses[0] &= number >= 0 && number < MAX_CLASSES && number == Math.rint(number);
            classes[row] = (int) number;
        });
        return areClasses[0] ? classes : new int[table.rows()];
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
