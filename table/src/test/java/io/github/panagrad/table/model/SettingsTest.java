package io.github.panagrad.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.RoleTable;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each setting that {@link TableModelConfig#withSetting} takes. */
class SettingsTest {
    /** For each setting a value that the preset quick does not have. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("activation", "tanh"),
            Map.entry("batch-size", "17"),
            Map.entry("bias-init", "0.5"),
            Map.entry("clip", "value:2"),
            Map.entry("date-parts", "month,day"),
            Map.entry("decay-factors", "bias=0.5"),
            Map.entry("decay-schedule", "cosine"),
            Map.entry("dropout", "0.2,0.3"),
            Map.entry("dropout-schedule", "flat_cos"),
            Map.entry("early-stopping", "roc_auc"),
            Map.entry("epochs", "3"),
            Map.entry("extrapolate", "true"),
            Map.entry("impute", "median"),
            Map.entry("init", "normal:deviation=0.01"),
            Map.entry("input-dropout", "0.1"),
            Map.entry("input-scale", "true"),
            Map.entry("layers", "8,8"),
            Map.entry("learning-rate", "0.5"),
            Map.entry("loss", "softmax_cross_entropy"),
            Map.entry("member-adapters", "all"),
            Map.entry("member-batches", "own"),
            Map.entry("members", "2"),
            Map.entry("min-count", "5"),
            Map.entry("min-delta", "0.25"),
            Map.entry("normalization", "layer_norm"),
            Map.entry("ntk", "true"),
            Map.entry("number-embedding", "none"),
            Map.entry("one-hot-limit", "2"),
            Map.entry("optimizer", "momentum:beta=0.8"),
            Map.entry("patience", "3"),
            Map.entry("patience-growth", "0.5"),
            Map.entry("positive", "no"),
            Map.entry("rate-factors", "scale=6"),
            Map.entry("raw-target", "true"),
            Map.entry("regularizer", "l2:0.01 max_norm:3"),
            Map.entry("scaling", "standardize"),
            Map.entry("schedule", "warmup:5/cosine"),
            Map.entry("skip", "0,1"),
            Map.entry("smoothing-schedule", "cosine"),
            Map.entry("temperature", "none"));

    record Person(@Nullable Integer age, String town, LocalDate hired, String rich) {}

    private static TableModelConfig config(Map<String, String> settings) {
        TableModelConfig config = TableModelConfig.target("rich").withPreset(Preset.QUICK);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = config.withSetting(setting.getKey(), setting.getValue());
        }
        return config;
    }

    /** Returns all that settings determine, as text. */
    private static String result(Map<String, String> settings) {
        List<Person> people = IntStream.range(0, 60)
                .mapToObj(i -> new Person(
                        i % 7 == 0 ? null : i % 31,
                        "town " + i % 5,
                        LocalDate.of(2024, 1, 1).plusDays(i * 11L),
                        i % 3 == 0 ? "yes" : "no"))
                .toList();
        TableModelConfig config = config(settings);
        TableTraining how = new TableTraining(config);
        Recipe recipe = new Recipe(config.preset(), config.settings());
        try (Table table = RoleTable.withTarget(Table.of(Person.class, people), "rich", List.of())) {
            int[] rows = IntStream.range(0, 60).toArray();
            Pipeline pipeline = Pipeline.fit(table, rows, how.pipelineConfig());
            Dataset samples = pipeline.encode(table, rows, DType.F64, EncodedStorage.memory());
            List<Object> all = new ArrayList<>(List.of(
                    how.pipelineConfig(),
                    pipeline.toJson(),
                    how.network(pipeline, samples).toJson(),
                    how.trainingConfig(60, true),
                    recipe.initializer(),
                    recipe.biasInit(),
                    recipe.isSoftened()));
            recipe.earlyStopping().ifPresent(all::add);
            return all.toString();
        }
    }

    @Test
    void eachHasAnEffect() {
        assertEquals(TableModelConfig.settingNames(), List.copyOf(new TreeMap<>(OTHERS).keySet()));
        String usual = result(Map.of());
        assertEquals(usual, result(Map.of()));
        OTHERS.forEach((name, value) -> {
            Map<String, String> settings = new TreeMap<>(Map.of(name, value));
            // Some need another one, too.
            Map<String, String> needed = switch (name) {
                case "skip" -> Map.of("layers", "8,8");
                case "member-adapters" -> Map.of("members", "2");
                default -> Map.of();
            };
            settings.putAll(needed);
            assertNotEquals(needed.isEmpty() ? usual : result(needed), result(settings), name);
        });
    }

    /** What the presets leave to the defaults is what it was before it could be set. */
    @Test
    void defaultsAreThoseOfTheLibrary() {
        String usual = result(Map.of());
        Map.of(
                        "activation",
                        "relu",
                        "init",
                        "he",
                        "early-stopping",
                        "validation_loss",
                        "one-hot-limit",
                        "64",
                        "min-count",
                        "2")
                .forEach((name, value) -> assertEquals(usual, result(Map.of(name, value)), name));
    }

    @Test
    void trainingMayGoOnToTheLastEpoch() {
        assertTrue(new Recipe(Preset.QUICK, Map.of("early-stopping", "none"))
                .earlyStopping()
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "activation, swich, expected one of",
        "bias-init, infinite, expected a number",
        "date-parts, 'month,month', named twice",
        "date-parts, century, expected one of month",
        "dropout, 1, from 0 to below 1",
        "early-stopping, accurasy, accuracy",
        "extrapolate, maybe, expected true or false",
        "impute, zero, 'expected one of mean, median'",
        "init, hee, he",
        "input-dropout, -0.1, from 0 to below 1",
        "loss, hinge:margin, hinge",
        "min-count, 0, at least 1",
        "min-delta, -1, at least 0",
        "normalization, batch, batch_norm",
        "one-hot-limit, -1, at least 0",
        "rate-factors, weights=2, expected one of weight",
        "regularizer, 'l2:0.01 l3:1', l2",
        "skip, -1, at least 0",
        "dropout-schedule, plateau, follow losses"
    })
    void wrongValuesAreRefused(String name, String value, String word) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> config(Map.of(name, value)), name)
                        .getMessage());
        assertTrue(message.contains("the setting " + name + " is '" + value + "'"), message);
        assertTrue(message.contains(word), message);
    }

    @ParameterizedTest
    @CsvSource({
        "loss, huber, CLASSIFICATION, does not go with the loss huber",
        "loss, softmax_cross_entropy, REGRESSION, mean_squared_error",
        "positive, yes, REGRESSION, only applies to classes",
        "early-stopping, mae, CLASSIFICATION, does not have",
        "early-stopping, validation_accuracy, REGRESSION, does not have",
        "dropout, '0.1,0.2,0.3', AUTO, 2 hidden layers",
        "skip, '0,1', AUTO, same width"
    })
    void whatDoesNotGoTogetherIsRefused(String name, String value, Task task, String word) {
        TableModelConfig config = config(Map.of(name, value)).withTask(task);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> new TableTraining(config), name)
                        .getMessage());
        assertTrue(message.contains(word), message);
    }

    @Test
    void theLossOrAPositiveClassSaysWhatTheTargetIs() {
        assertEquals(Task.AUTO, new TableTraining(config(Map.of())).task());
        assertEquals(Task.REGRESSION, new TableTraining(config(Map.of("loss", "huber"))).task());
        assertEquals(Task.CLASSIFICATION, new TableTraining(config(Map.of("loss", "hinge"))).task());
        assertEquals(Task.CLASSIFICATION, new TableTraining(config(Map.of("positive", "yes"))).task());
    }
}
