package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.schema.Column;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableTraining;
import io.github.panagrad.table.training.HeldBack;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a fold of a cross-validation has as its result. A value.
 *
 * @param metrics the loss and every metric, by name
 * @param error why there are none, or null
 */
public record FoldMetrics(
        LinkedHashMap<String, Double> metrics, @Nullable String error) implements Serializable {
    /**
     * Divides the rows of a table, by the classes of the target if it has some.
     *
     * @throws InvalidInputException if there is no such target, or there are fewer rows than folds
     */
    public static List<Fold> folds(Table table, TaskConfig config, KFold kfold) {
        OptionalInt target = table.schema().indexOf(config.target());
        if (target.isEmpty()) {
            throw new InvalidInputException("the table has no column " + Quoted.of(config.target())
                    + " to predict: expected one of "
                    + Quoted.list(
                            table.schema().columns().stream().map(Column::name).toList()));
        }
        int[] rows = IntStream.range(0, table.rows()).toArray();
        try {
            return kfold.stratified(HeldBack.strata(
                    new Targeted(table, target.getAsInt()), rows, new TableTraining(config.config()).task()));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(e.getMessage() + "; ask for fewer folds", e);
        }
    }

    /**
     * Trains on one part of the rows and evaluates on the other. What is wrong with them is a result.
     *
     * @param shared where checkpoints are written, or null for none
     * @param name of the folder for those of this fold
     */
    public static FoldMetrics of(
            Table table, Fold fold, TaskConfig config, @Nullable SharedFolder shared, String name) {
        LinkedHashMap<String, Double> metrics = new LinkedHashMap<>();
        try (TableModel model = Training.fit(new SelectedRows(table, fold.training()), config, shared, name)) {
            Quality quality = model.evaluate(new Targeted(
                    new SelectedRows(table, fold.validation()),
                    table.schema().indexOf(config.target()).orElseThrow()));
            metrics.put("loss", quality.loss());
            metrics.putAll(quality.metrics());
            return new FoldMetrics(metrics, null);
        } catch (InvalidInputException | DivergedException | IllegalArgumentException e) {
            return new FoldMetrics(metrics, Training.sentence(e));
        }
    }
}
