package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.NumberEncoder;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.NumberTexts;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table's targets in the form that a network is trained for. */
final class TargetEncoder {
    private static final int BLOCK_ROWS = NumberFit.BLOCK_ROWS;

    private final TableRows rows;
    private final FittedTarget target;
    private final int index;
    private final Column column;
    private final TableRows.Scratch scratch = new TableRows.Scratch(BLOCK_ROWS);

    /**
     * Finds the target in a table.
     *
     * @throws PipelineException if it is absent, or of another type
     */
    TargetEncoder(FittedTarget target, TableRows rows) {
        this.target = target;
        this.rows = rows;
        Schema schema = rows.table().schema();
        index = schema.indexOf(target.name())
                .orElseThrow(() -> new PipelineException(
                        "the table has no target column " + Quoted.of(target.name()) + "; add it, or predict instead"));
        column = schema.columns().get(index);
        TableEncoder.requireType(target.name(), target.type(), column);
    }

    /**
     * Encodes all rows.
     *
     * @throws PipelineException if a target is missing, infinite, or a class that no training row had; the message
     *     names the place
     */
    Targets encode(DType dtype) {
        return switch (target) {
            case FittedTarget.Classes classes when target.type() == ColumnType.CATEGORICAL -> texts(classes);
            case FittedTarget.Classes classes -> numbers(classes);
            case FittedTarget.Values values -> values(values, dtype);
        };
    }

    private Targets texts(FittedTarget.Classes classes) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.classes().forEach(name -> numbers.put(name, numbers.size()));
        Table table = rows.table();
        List<String> texts = table.categories(index);
        int[] byCode =
                texts.stream().mapToInt(text -> numbers.getOrDefault(text, -1)).toArray();
        int[] labels = new int[rows.size()];
        int[] block = new int[BLOCK_ROWS];
        for (int from = 0; from < labels.length; from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, labels.length - from);
            rows.codes(index, from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                if (block[i] < 0) {
                    throw missing(from + i);
                }
                labels[from + i] = byCode[block[i]];
                if (labels[from + i] < 0) {
                    throw unknown(classes, from + i, texts.get(block[i]));
                }
            }
        }
        return new Targets.Labels(labels, classes.classes().size());
    }

    private Targets numbers(FittedTarget.Classes classes) {
        double[] known = classes.type() == ColumnType.BOOLEAN
                ? classes.classes().stream()
                        .mapToDouble(name -> name.equals("true") ? 1 : 0)
                        .toArray()
                : classes.classes().stream().mapToDouble(Double::parseDouble).toArray();
        // The positive one of two is last, which may be the smaller one.
        boolean isReversed = known[0] > known[known.length - 1];
        Arrays.sort(known);
        int[] labels = new int[rows.size()];
        double[] block = new double[BLOCK_ROWS];
        for (int from = 0; from < labels.length; from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, labels.length - from);
            rows.numbers(index, from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(block[i])) {
                    throw missing(from + i);
                }
                // Adding 0 turns -0 into 0.
                labels[from + i] = Arrays.binarySearch(known, block[i] + 0.0);
                if (labels[from + i] < 0) {
                    throw unknown(classes, from + i, NumberTexts.of(block[i]));
                }
                if (isReversed) {
                    labels[from + i] = known.length - 1 - labels[from + i];
                }
            }
        }
        return new Targets.Labels(labels, known.length);
    }

    private Targets values(FittedTarget.Values values, DType dtype) {
        int size = rows.size();
        MemorySegment segment = Arena.ofAuto().allocate((long) size * dtype.bytes(), Double.BYTES);
        double[] block = new double[BLOCK_ROWS];
        for (int from = 0; from < size; from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, size - from);
            rows.numbers(index, from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                double value = (block[i] - values.center()) / values.scale();
                if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                    throw Double.isNaN(block[i])
                            ? missing(from + i)
                            : NumberEncoder.unusable(
                                    rows.place(from + i) + ": the target " + Quoted.of(column.name()), block[i]);
                }
                if (dtype == DType.F32) {
                    segment.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, (float) value);
                } else {
                    segment.setAtIndex(ValueLayout.JAVA_DOUBLE, from + i, value);
                }
            }
        }
        Rows.Storage storage = dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
        return new Targets.Values(new Rows(segment, storage, size, 1, 1));
    }

    private PipelineException missing(int position) {
        long missing = 0;
        TableRows.Scratch one = new TableRows.Scratch(1);
        double[] number = new double[1];
        int[] code = new int[1];
        for (int i = 0; i < rows.size(); i++) {
            if (column.type() == ColumnType.CATEGORICAL) {
                rows.codes(index, i, 1, code, one);
                missing += code[0] < 0 ? 1 : 0;
            } else {
                rows.numbers(index, i, 1, number, one);
                missing += Double.isNaN(number[0]) ? 1 : 0;
            }
        }
        return TargetFit.missing(column, missing, rows.size(), rows.place(position));
    }

    private PipelineException unknown(FittedTarget.Classes classes, int position, String found) {
        String strip = strip(classes, found);
        return new PipelineException(rows.place(position) + ": the target " + Quoted.of(column.name()) + " is "
                + Quoted.of(found) + ", but the classes in training were " + Quoted.list(classes.classes())
                + (strip == null ? "; correct it, or train with such rows" : "; it would match with --strip " + strip));
    }

    /** Returns the punctuation that keeps a text from being a class, or null if there is none. */
    private static @Nullable String strip(FittedTarget.Classes classes, String found) {
        int end = found.length();
        while (end > 0 && !Character.isLetterOrDigit(found.charAt(end - 1))) {
            end--;
            if (classes.classes().contains(found.substring(0, end).strip())) {
                return found.substring(end).strip();
            }
        }
        return null;
    }
}
