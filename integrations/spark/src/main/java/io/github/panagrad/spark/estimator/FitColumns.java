package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds the columns of a data set that an estimator or a model needs. */
public final class FitColumns {
    private FitColumns() {}

    /**
     * Returns a column of a data set.
     *
     * @param use what it is needed for: the name of the parameter
     * @throws InvalidInputException if there is none; the message names those that there are
     */
    public static StructField find(StructType schema, String name, String use) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("the data set has no column " + Quoted.of(name)
                        + ", which is the " + use + "; it has " + Quoted.list(List.of(schema.fieldNames()))));
    }

    /**
     * Checks the columns of a request.
     *
     * @throws InvalidInputException if a column is absent, has a type from which nothing can be learned, or has two uses
     */
    public static void require(StructType schema, FitRequest request) {
        Map<String, String> uses = new HashMap<>();
        if (request.featureCols().isEmpty()) {
            use(uses, request.featuresCol(), "featuresCol");
            requireVector(find(schema, request.featuresCol(), "featuresCol"));
        }
        for (String column : request.featureCols()) {
            use(uses, column, "featureCols");
            SparkField.of(find(schema, column, "featureCols"), 0, Role.FEATURE);
        }
        use(uses, request.labelCol(), "labelCol");
        SparkField.of(find(schema, request.labelCol(), "labelCol"), 0, Role.TARGET);
        single(schema, uses, request.weightCol(), "weightCol", Role.WEIGHT);
        single(schema, uses, request.validationCol(), "validationIndicatorCol", Role.SPLIT);
    }

    private static void single(
            StructType schema, Map<String, String> uses, @Nullable String column, String use, Role role) {
        if (column != null) {
            use(uses, column, use);
            SparkField.of(find(schema, column, use), 0, role);
        }
    }

    private static void use(Map<String, String> uses, String column, String use) {
        String other = uses.put(column, use);
        if (other != null) {
            throw new InvalidInputException("column " + Quoted.of(column) + " is in " + other
                    + (other.equals(use) ? " twice" : " and in " + use) + "; a column has one use");
        }
    }

    /** Requires a column of vectors. */
    public static void requireVector(StructField field) {
        if (!(field.dataType() instanceof VectorUDT)) {
            throw new InvalidInputException("column " + Quoted.of(field.name()) + ", the featuresCol, has the type "
                    + Quoted.bare(field.dataType().simpleString())
                    + " where a vector is expected; name raw columns in featureCols");
        }
    }

    /** Returns the columns that a request names, those of the features first. */
    static Dataset<Row> select(Dataset<?> data, FitRequest request) {
        List<String> names = new ArrayList<>(
                request.featureCols().isEmpty() ? List.of(request.featuresCol()) : request.featureCols());
        names.add(request.labelCol());
        addTo(names, request.weightCol());
        addTo(names, request.validationCol());
        return data.select(names.stream().map(FitColumns::exactly).toArray(Column[]::new));
    }

    private static void addTo(List<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    /** Returns a column whose name may have points. */
    static Column exactly(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** Returns the fields of selected columns. */
    static List<SparkField> fields(Dataset<Row> selected, FitRequest request) {
        StructField[] columns = selected.schema().fields();
        List<SparkField> fields = new ArrayList<>();
        int at = 0;
        if (request.featureCols().isEmpty()) {
            fields.addAll(elements(columns[0], 0, size(selected, columns[0])));
            at = 1;
        }
        for (; at < columns.length; at++) {
            String name = columns[at].name();
            Role role = name.equals(request.labelCol())
                    ? Role.TARGET
                    : name.equals(request.weightCol())
                            ? Role.WEIGHT
                            : name.equals(request.validationCol()) ? Role.SPLIT : Role.FEATURE;
            fields.add(SparkField.of(columns[at], at, role));
        }
        return fields;
    }

    /** Returns a field for each element of the vectors of a column. */
    static List<SparkField> elements(StructField column, int ordinal, int size) {
        List<SparkField> fields = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            fields.add(SparkField.ofVector(column.name(), ordinal, i, size));
        }
        return fields;
    }

    private static int size(Dataset<Row> selected, StructField column) {
        int known = AttributeGroup.fromStructField(column).size();
        if (known >= 0) {
            return known;
        }
        List<Row> first = selected.filter(exactly(column.name()).isNotNull())
                .select(exactly(column.name()))
                .takeAsList(1);
        if (first.isEmpty()) {
            throw new InvalidInputException(
                    "column " + Quoted.of(column.name()) + " has no vector in any row; there is nothing to learn from");
        }
        return ((Vector) first.getFirst().get(0)).size();
    }
}
