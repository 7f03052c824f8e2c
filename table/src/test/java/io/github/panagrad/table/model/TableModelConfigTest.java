package io.github.panagrad.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.tensor.DType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableModelConfigTest {
    private static final TableModelConfig CONFIG = TableModelConfig.target("income");

    private static void refused(Runnable misuse, String... words) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, misuse::run);
        String message = String.valueOf(refused.getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
    }

    /** Each change keeps the others, and leaves the original as it was. */
    @Test
    void valuesAreKept() {
        TableModelConfig changed = CONFIG.withPreset(Preset.QUICK)
                .withIgnored("id", "name")
                .withSeed(-3)
                .withThreads(2)
                .withDType(DType.F64)
                .withTimeLimit(Duration.ofMinutes(3))
                .withTask(Task.REGRESSION)
                .withValidationFraction(0.25)
                .withListener(TrainingListener.NONE)
                .withListener(TrainingListener.NONE);
        assertNotSame(CONFIG, changed);
        assertEquals("income", changed.target());
        assertEquals(Preset.QUICK, changed.preset());
        assertEquals(List.of("id", "name"), changed.ignored());
        assertEquals(-3, changed.seed());
        assertEquals(2, changed.threads());
        assertEquals(DType.F64, changed.dtype());
        assertEquals(Duration.ofMinutes(3), changed.timeLimit());
        assertEquals(Task.REGRESSION, changed.task());
        assertEquals(OptionalDouble.of(0.25), changed.validationFraction());
        assertEquals(2, changed.listeners().size());
        assertEquals(Preset.STANDARD, CONFIG.preset());
        assertEquals(List.of(), CONFIG.ignored());
        assertEquals(42, CONFIG.seed());
        assertEquals(DType.F32, CONFIG.dtype());
        assertEquals(Task.AUTO, CONFIG.task());
        assertEquals(OptionalDouble.empty(), CONFIG.validationFraction());
        assertEquals(List.of(), CONFIG.listeners());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankTargetIsRefused(String target) {
        refused(() -> TableModelConfig.target(target), "target is blank", "name the column");
    }

    @Test
    void theTargetCannotBeIgnored() {
        refused(() -> CONFIG.withIgnored("age", "income"), "'income'", "is the target", "take it off");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1025, Integer.MIN_VALUE})
    void wrongThreadsAreRefused(int threads) {
        refused(
                () -> CONFIG.withThreads(threads),
                "threads must be from 1 to 1024",
                String.valueOf(threads),
                "leave them out");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void wrongFractionsAreRefused(double fraction) {
        refused(
                () -> CONFIG.withValidationFraction(fraction),
                "the validation fraction must be at least 0 and below 1",
                String.valueOf(fraction));
    }

    @Test
    void wrongTimeLimitsAreRefused() {
        refused(() -> CONFIG.withTimeLimit(Duration.ZERO), "the time limit must be above 0", "PT0S");
        refused(() -> CONFIG.withTimeLimit(Duration.ofSeconds(-1)), "the time limit must be above 0", "PT-1S");
    }

    @Test
    void thePresetBestIsOfTheCommandLine() {
        refused(() -> CONFIG.withPreset(Preset.BEST), "preset best", "panagrad train --preset best", "standard");
    }

    /** Nothing that a preset sets is left out here: the settings of those offered are all known. */
    @ParameterizedTest
    @EnumSource(names = {"QUICK", "STANDARD"})
    void settingsAreKnown(Preset preset) {
        Recipe recipe = new Recipe(preset, Map.of());
        assertEquals(0.2, recipe.validation());
        assertEquals(
                preset.settings().get("patience"),
                String.valueOf(recipe.earlyStopping().orElseThrow().patience()));
        refused(() -> new Recipe(Preset.BEST, Map.of()), "preset best", "folds");
    }

    @Test
    void settingsReplaceThoseOfThePreset() {
        TableModelConfig config = CONFIG.withSetting("layers", "8,4")
                .withSetting("epochs", "3")
                .withSetting("batch-size", "16")
                .withSetting("epochs", "2")
                .withReproducible(true);
        assertEquals(Map.of("layers", "8,4", "epochs", "2", "batch-size", "16"), config.settings());
        TrainingConfig how = new TableTraining(config).trainingConfig(1000, false);
        assertEquals(2, how.optimization().epochs());
        assertEquals(16, how.optimization().batchSize());
        assertTrue(how.execution().reproducible());
        refused(() -> CONFIG.withSetting("colour", "red"), "no setting 'colour'", "batch-size");
        refused(() -> CONFIG.withSetting("validation", "0.1"), "no setting 'validation'");
        refused(() -> CONFIG.withSetting("epochs", "many"), "the setting epochs is 'many'", "a whole number");
        refused(() -> CONFIG.withSetting("dropout", "1.5"), "the setting dropout is '1.5'");
        refused(
                () -> CONFIG.withSetting("member-adapters", "some"),
                "the setting member-adapters is 'some'",
                "first or all");
        refused(() -> CONFIG.withSetting("optimizer", "adamant"), "the setting optimizer is 'adamant'");
        refused(() -> CONFIG.withSetting("scaling", "none at all"), "the setting scaling", "quantile_normal");
        refused(() -> CONFIG.withSetting("temperature", "hot"), "none or fitted");
    }

    @Test
    @SuppressWarnings("NullAway") // what programs without a checker do
    void nullsAreNamed() {
        named("column", () -> TableModelConfig.target(null));
        named("preset", () -> CONFIG.withPreset(null));
        named("columns", () -> CONFIG.withIgnored((String[]) null));
        named("column", () -> CONFIG.withIgnored("id", null));
        named("dtype", () -> CONFIG.withDType(null));
        named("timeLimit", () -> CONFIG.withTimeLimit(null));
        named("task", () -> CONFIG.withTask(null));
        named("listener", () -> CONFIG.withListener(null));
    }

    private static void named(String name, Runnable misuse) {
        assertEquals(name, assertThrows(NullPointerException.class, misuse::run).getMessage());
    }
}
