package io.github.panagrad.pipeline.row;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.Texts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model keeps of its preprocessing. A value.
 *
 * @param schema the columns of the training table, and how its text was read
 * @param config what was asked for
 * @param columns the features, in the order of the schema
 * @param target the target
 */
public record FittedPipeline(Schema schema, PipelineConfig config, List<FittedColumn> columns, FittedTarget target) {
    /**
     * Checks that the parts belong together.
     *
     * @throws PipelineException if they do not
     */
    public FittedPipeline {
        // A model does not depend on how the training table's files were divided.
        schema = schema.withCsv(CsvFormat.AUTO);
        columns = List.copyOf(columns);
        List<Column> features = schema.columns().stream()
                .filter(column -> column.role() == Role.FEATURE)
                .toList();
        if (features.size() != columns.size()) {
            throw new PipelineException("the schema has " + features.size() + " features, but " + columns.size()
                    + " columns are described");
        }
        for (int c = 0; c < columns.size(); c++) {
            requireSame(
                    features.get(c),
                    columns.get(c).name(),
                    columns.get(c).type() == features.get(c).type());
        }
        Column targetColumn = schema.columns().get(targetOf(schema));
        requireSame(targetColumn, target.name(), target.type() == targetColumn.type());
        if (width(columns) < 1) {
            throw new PipelineException("no column remains to learn from: " + Quoted.sentences(dropped(columns)));
        }
    }

    private static void requireSame(Column column, String name, boolean sameType) {
        if (!column.name().equals(name) || !sameType) {
            throw new PipelineException("the schema's column " + Quoted.of(column.name()) + " ("
                    + Texts.label(column.type()) + ") is described as " + Quoted.of(name));
        }
    }

    /**
     * Returns the position of the target.
     *
     * @throws PipelineException if there is none
     */
    public static int targetOf(Schema schema) {
        return schema.indexOf(Role.TARGET)
                .orElseThrow(() -> new PipelineException(
                        "no column is the target; name one with --target, or give it that role in the schema"));
    }

    /** Returns the number of inputs of an encoded row, an embedded column being one. */
    public int width() {
        return width(columns);
    }

    private static int width(List<FittedColumn> columns) {
        return columns.stream().mapToInt(column -> column.inputs().size()).sum();
    }

    /** Returns why columns were dropped, a line for each one. */
    public List<String> dropped() {
        return dropped(columns);
    }

    private static List<String> dropped(List<FittedColumn> columns) {
        List<String> lines = new ArrayList<>();
        for (FittedColumn column : columns) {
            if (column instanceof FittedColumn.Dropped dropped) {
                lines.add(Quoted.bare(column.name()) + ": " + dropped.reason());
            }
        }
        return lines;
    }
}
