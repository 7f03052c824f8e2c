package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of estimators beside those of the command line. */
class EstimatorOptionsTest {
    private static final StructType SCHEMA =
            new StructType().add("age", DataTypes.DoubleType).add("label", DataTypes.DoubleType);

    /** Options of a training on the command line that estimators do not have. */
    private static final Set<String> WITHOUT_SENSE = Set.of(
            // A period in batches depends on the number of rows; one in epochs does not.
            "schedule-by");

    private static Set<String> parameters(Params estimator) {
        return Arrays.stream(estimator.params())
                .map(parameter -> parameter.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all() {
        Set<String> all = parameters(new PanagradClassifier());
        all.addAll(parameters(new PanagradRegressor()));
        return all;
    }

    /** Whoever adds a setting of tables adds a parameter. */
    @Test
    void eachSettingOfTablesIsAParameter() {
        Set<String> absent = new TreeSet<>(TableModelConfig.settingNames());
        absent.removeAll(all());
        assertEquals(Set.of(), absent);
    }

    /** Those that can be searched are all that shape a network and its training: a test of the command line compares them. */
    @Test
    void eachOptionOfTrainIsAParameterOrNotForAReason() throws IOException {
        String tune = Files.readString(Path.of("..", "..", "docs", "tune.md")).replace('\n', ' ');
        String start = "These options can be searched: ";
        assertTrue(tune.contains(start), "docs/tune.md lists the options");
        String list = tune.substring(tune.indexOf(start) + start.length());
        Set<String> absent = Stream.of(list.substring(0, list.indexOf('.')).split(",| and "))
                .map(name -> name.strip().replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(absent.contains("layers") && absent.contains("min-delta"), absent::toString);
        absent.removeAll(all());
        assertEquals(WITHOUT_SENSE, absent);
    }

    @Test
    void theDocumentListsEachParameter() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "spark-estimators.md"));
        Stream.of(new PanagradClassifier(), new PanagradRegressor())
                .flatMap(estimator -> Arrays.stream(((Params) estimator).params()))
                .forEach(parameter -> assertTrue(document.contains("`" + parameter.name() + "`"), parameter::toString));
    }

    @Test
    void explainsEachParameter() {
        for (Params estimator : new Params[] {new PanagradClassifier(), new PanagradRegressor()}) {
            String text = estimator.explainParams();
            for (Param<?> parameter : estimator.params()) {
                assertTrue(text.contains(parameter.name() + ": "), text);
                assertFalse(parameter.doc().isBlank(), parameter::toString);
            }
        }
    }

    private static void refused(Runnable action, String... words) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void wrongValuesAreRefusedWhenTheyAreSet() {
        PanagradClassifier classifier = new PanagradClassifier();
        refused(() -> classifier.setOptimizer("adamant"), "the parameter optimizer is 'adamant'", "adamw");
        refused(() -> classifier.setDropout(1), "the parameter dropout is '1.0'");
        refused(() -> classifier.setLayers(new int[] {8, 0}), "the parameter layers is '8,0'");
        refused(() -> classifier.setRegularizer(new String[] {"l2:0.01", "l3"}), "regularizer", "unknown", "'l3'");
        refused(() -> classifier.setDateParts(new String[] {"century"}), "the parameter dateParts", "month");
        refused(() -> classifier.setEarlyStopping("roc_acu"), "the parameter earlyStopping is 'roc_acu'");
        refused(() -> classifier.setMinCount(0), "the parameter minCount is '0'", "at least 1");
        refused(() -> classifier.setTemperature("hot"), "the parameter temperature", "fitted");
        refused(() -> classifier.set(classifier.activation(), "rellu"), "the parameter activation is 'rellu'");
    }

    private static void unfit(PanagradEstimator<?, ?> estimator, String... words) {
        estimator.setFeatureCols(new String[] {"age"});
        String message =
                String.valueOf(assertThrows(InvalidInputException.class, () -> estimator.transformSchema(SCHEMA))
                        .getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnyJob() {
        unfit(new PanagradClassifier().setLoss("huber"), "classification", "huber", "softmax_cross_entropy");
        unfit(new PanagradRegressor().setLoss("focal"), "regression", "focal", "mean_squared_error");
        unfit(new PanagradClassifier().setLoss("hinge"), "hinge", "no probabilities");
        unfit(new PanagradClassifier().setEarlyStopping("mae"), "mae", "validation_loss");
        unfit(new PanagradClassifier().setSkip(new int[] {0, 1, 1}), "skip", "2 hidden layers");
        unfit(new PanagradClassifier().setInit("data_driven").setNumWorkers(2), "data_driven", "numWorkers");
    }

    private static PanagradRegressor withEverything() {
        return new PanagradRegressor()
                .setLayers(new int[] {8, 8})
                .setActivation("tanh")
                .setNormalization("layer_norm")
                .setSkip(new int[] {0, 1})
                .setMemberAdapters("all")
                .setMemberBatches("own")
                .setInputDropout(0.1)
                .setInputScale(true)
                .setInit("normal:deviation=0.01")
                .setBiasInit(-0.5)
                .setLoss("huber:delta=2")
                .setImpute("median")
                .setOneHotLimit(3)
                .setMinCount(4)
                .setDateParts(new String[] {"month", "hour"})
                .setRateFactors("bias=0.5,scale=6")
                .setDecayFactors("bias=1")
                .setNtk(true)
                .setRegularizer(new String[] {"l2:0.01", "max_norm:3"})
                .setDropoutSchedule("flat_cos")
                .setDecaySchedule("cosine")
                .setSmoothingSchedule("coslog")
                .setEarlyStopping("mae")
                .setPatienceGrowth(0.5)
                .setMinDelta(0.001)
                .setRawTarget(true)
                .setExtrapolate(true);
    }

    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("layers", "8,8"),
            Map.entry("activation", "tanh"),
            Map.entry("normalization", "layer_norm"),
            Map.entry("skip", "0,1"),
            Map.entry("member-adapters", "all"),
            Map.entry("member-batches", "own"),
            Map.entry("input-dropout", "0.1"),
            Map.entry("input-scale", "true"),
            Map.entry("init", "normal:deviation=0.01"),
            Map.entry("bias-init", "-0.5"),
            Map.entry("loss", "huber:delta=2"),
            Map.entry("impute", "median"),
            Map.entry("one-hot-limit", "3"),
            Map.entry("min-count", "4"),
            Map.entry("date-parts", "month,hour"),
            Map.entry("rate-factors", "bias=0.5,scale=6"),
            Map.entry("decay-factors", "bias=1"),
            Map.entry("ntk", "true"),
            Map.entry("regularizer", "l2:0.01 max_norm:3"),
            Map.entry("dropout-schedule", "flat_cos"),
            Map.entry("decay-schedule", "cosine"),
            Map.entry("smoothing-schedule", "coslog"),
            Map.entry("early-stopping", "mae"),
            Map.entry("patience-growth", "0.5"),
            Map.entry("min-delta", "0.001"),
            Map.entry("raw-target", "true"),
            Map.entry("extrapolate", "true"));

    @Test
    void settingsAreThoseOfTheCommandLine() {
        assertEquals(Map.of(), new PanagradRegressor().settings());
        assertEquals(EVERYTHING, withEverything().settings());
        assertEquals(EVERYTHING, withEverything().copy(ParamMap.empty()).settings());
        assertEquals(
                Map.of("layers", "none", "positive", "yes", "temperature", "fitted"),
                new PanagradClassifier()
                        .setLayers(new int[0])
                        .setPositive("yes")
                        .setTemperature("fitted")
                        .settings());
    }

    @Test
    void settingsAreKeptInFiles(@TempDir Path folder) throws IOException {
        SparkSessions.local();
        String own = folder.resolve("own").toString();
        withEverything().save(own);
        assertEquals(EVERYTHING, PanagradRegressor.load(own).settings());
        String together = folder.resolve("together").toString();
        new Pipeline().setStages(new PipelineStage[] {withEverything()}).save(together);
        PipelineStage stage = Pipeline.load(together).getStages()[0];
        assertEquals(EVERYTHING, ((PanagradRegressor) stage).settings());
    }

    /** Workers that train together take all settings, too, and a grid may set them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void settingsReachTheModel(int workers, @TempDir Path folder) throws IOException {
        Dataset<Row> rows = SparkSessions.local()
                .range(0, 300, 1, 3)
                .selectExpr("id % 37 * 1.0D as age", "id % 37 * 2.0D + id % 3 as label");
        PanagradRegressor regressor = withEverything()
                .setFeatureCols(new String[] {"age"})
                .setPreset("quick")
                .setEpochs(3)
                .setNumWorkers(workers);
        ParamMap change = new ParamMap().put(regressor.biasInit().w(0.25));
        PanagradRegressionModel model = regressor.fit(rows, change);
        Path file = folder.resolve("model.safetensors");
        model.saveModelFile(file);
        try (TableModel loaded = TableModel.load(file)) {
            assertEquals("0.25", loaded.facts().get("bias_init"));
            assertEquals("normal:deviation=0.01", loaded.facts().get("init"));
            assertEquals("l2:lambda=0.01 max_norm:limit=3.0", loaded.facts().get("regularizers"));
            String spec = loaded.spec().toJson();
            for (String part : List.of("tanh", "layer_norm", "huber", "8")) {
                assertTrue(spec.contains(part), spec);
            }
            assertFalse(loaded.pipeline().config().standardizeTarget());
        }
        assertEquals(300, model.transform(rows).filter("abs(prediction) < 1000").count());
    }
}
