package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.model.TableModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimators and models as programs for Spark use them, on rows with everything that rows may have. */
class EstimatorTest {
    private static final int ROWS = 400;
    private static final String[] FEATURES = {"age", "colour", "member", "born", "seen", "price"};

    @TempDir
    private Path folder;

    private final SparkSession spark = SparkSessions.local();

    /** Each column has nulls, and the label follows from age and colour. */
    private Dataset<Row> people(int rows, long seed) {
        Random random = new Random(seed);
        List<Row> made = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            double age = 20 + random.nextInt(50);
            String colour = List.of("red", "green", " blue ").get(random.nextInt(3));
            boolean isYes = age + (colour.equals("red") ? 20 : 0) + 5 * random.nextGaussian() > 50;
            made.add(RowFactory.create(
                    random.nextInt(9) == 0 ? null : age,
                    random.nextInt(9) == 0 ? null : colour,
                    random.nextInt(9) == 0 ? null : random.nextBoolean(),
                    random.nextInt(9) == 0
                            ? null
                            : Date.valueOf(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(400))),
                    random.nextInt(9) == 0
                            ? null
                            : Timestamp.from(LocalDateTime.of(2024, 1, 1, 0, 0)
                                    .plusMinutes(random.nextInt(500_000))
                                    .toInstant(ZoneOffset.UTC)),
                    random.nextInt(9) == 0 ? null : BigDecimal.valueOf(random.nextInt(10_000), 2),
                    isYes ? "yes" : "no",
                    isYes ? 1.0 : 0.0,
                    10 + age / 3 + (colour.equals("red") ? 4 : 0),
                    (double) random.nextInt(3),
                    random.nextInt(4) == 0));
        }
        StructType type = new StructType()
                .add("age", "double")
                .add("colour", "string")
                .add("member", "boolean")
                .add("born", "date")
                .add("seen", "timestamp")
                .add("price", "decimal(10,2)")
                .add("answer", "string")
                .add("label", "double")
                .add("value", "double")
                .add("weight", "double")
                .add("held", "boolean");
        return spark.createDataFrame(made, type).repartition(3);
    }

    private static PanagradClassifier classifier() {
        return new PanagradClassifier()
                .setFeatureCols(FEATURES)
                .setPreset("quick")
                .setLayers(new int[] {16})
                .setEpochs(8)
                .setLearningRate(0.02);
    }

    private static InvalidInputException refused(Runnable action, String... parts) {
        InvalidInputException refusal = assertThrows(InvalidInputException.class, action::run);
        for (String part : parts) {
            assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.toString());
        }
        return refusal;
    }

    @Test
    void columnsOfAllTypesArePredictedAsTheModelDoesWithoutSpark() throws IOException {
        Dataset<Row> people = people(ROWS, 1);
        PanagradClassificationModel model = classifier().setLabelCol("answer").fit(people);
        assertArrayEquals(new String[] {"no", "yes"}, model.classes());
        assertTrue(model.pipeline().columns().stream().anyMatch(FittedColumn.Dates.class::isInstance));
        List<Row> answers = model.transform(
                        people.withColumn("colour", functions.expr("if(age > 60, 'violet', colour)")))
                .collectAsList();
        assertEquals(ROWS, answers.size());
        Path file = folder.resolve("people.safetensors");
        model.saveModelFile(file);
        int right = 0;
        try (TableModel same = TableModel.load(file)) {
            for (Row answer : answers) {
                Map<String, @Nullable Object> row = new HashMap<>();
                for (String feature : FEATURES) {
                    Object value = answer.getAs(feature);
                    row.put(
                            feature,
                            value instanceof Date date
                                    ? date.toLocalDate()
                                    : value instanceof Timestamp timestamp ? timestamp.toInstant() : value);
                }
                Prediction.ClassPrediction expected = (Prediction.ClassPrediction) same.predict(row);
                Vector probability = answer.getAs("probability");
                Vector raw = answer.getAs("rawPrediction");
                assertEquals(expected.probability(1), probability.apply(1), 1e-5);
                assertEquals(1, probability.apply(0) + probability.apply(1), 1e-12);
                assertEquals(-raw.apply(0), raw.apply(1));
                assertEquals(probability.apply(1), 1 / (1 + Math.exp(-raw.apply(1))), 1e-9);
                assertEquals(probability.apply(1) > 0.5 ? "yes" : "no", answer.getAs("prediction"));
                right += answer.getAs("prediction").equals(answer.getAs("answer")) ? 1 : 0;
            }
        }
        assertTrue(right > 0.8 * ROWS, right + " of " + ROWS);
    }

    @Test
    void theOrderOfRowsCountsAndPartitionsDoNot() {
        List<Row> rows = people(ROWS, 2).collectAsList();
        StructType type = people(1, 2).schema();
        byte[] expected = null;
        for (int partitions : new int[] {1, 7}) {
            Dataset<Row> data = spark.createDataFrame(
                    JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions), type);
            byte[] found = classifier().setWeightCol("weight").fit(data).bytes();
            expected = expected == null ? found : expected;
            assertArrayEquals(expected, found, partitions + " partitions");
        }
    }

    @Test
    void rowsThatAnIndicatorHoldsBackAreNotLearnedFrom() {
        Dataset<Row> people = people(ROWS, 3);
        PanagradClassificationModel model =
                classifier().setValidationIndicatorCol("held").fit(people);
        long held = people.filter("held").count();
        assertEquals(String.valueOf(ROWS - held), model.facts().get("training_samples"));
        assertTrue(model.facts().containsKey("validation_accuracy"));
        long weighty = people.filter("weight > 0 and not held").count();
        PanagradClassificationModel weighted = classifier()
                .setValidationIndicatorCol("held")
                .setWeightCol("weight")
                .fit(people);
        assertEquals(String.valueOf(weighty), weighted.facts().get("training_samples"));
    }

    @Test
    void pipelinesAreFittedSavedAndLoaded() {
        Dataset<Row> people = people(ROWS, 4).na().fill(0);
        VectorAssembler assembler = new VectorAssembler()
                .setInputCols(new String[] {"age", "weight"})
                .setOutputCol("features");
        PanagradRegressor regressor = new PanagradRegressor()
                .setLabelCol("value")
                .setPreset("quick")
                .setEpochs(30)
                .setDtype("float64");
        Pipeline stages = new Pipeline().setStages(new PipelineStage[] {assembler, regressor});
        PipelineModel model = stages.fit(people);
        String saved = folder.resolve("pipeline").toString();
        try {
            stages.write().overwrite().save(folder.resolve("stages").toString());
            model.write().overwrite().save(saved);
            model.write().overwrite().save(saved);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Pipeline again = Pipeline.load(folder.resolve("stages").toString());
        PanagradRegressor read = (PanagradRegressor) again.getStages()[1];
        assertEquals(30, read.getOrDefault(read.epochs()));
        Dataset<Row> answers = PipelineModel.load(saved).transform(people);
        assertEquals(model.transform(people).collectAsList(), answers.collectAsList());
        double r2 = new RegressionEvaluator()
                .setLabelCol("value")
                .setMetricName("r2")
                .evaluate(answers);
        assertTrue(r2 > 0.7, "R² is " + r2);
        assertEquals(
                model.transform(people).schema().treeString(),
                model.transformSchema(people.schema()).treeString());
    }

    @Test
    void crossValidationFindsTheBetterParameters() {
        Dataset<Row> people = people(ROWS, 5);
        PanagradClassifier classifier = classifier();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.learningRate(), new double[] {1e-5, 0.02})
                .build();
        CrossValidatorModel found = new CrossValidator()
                .setEstimator(classifier)
                .setEvaluator(new BinaryClassificationEvaluator())
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setSeed(1)
                .fit(people);
        double[] metrics = found.avgMetrics();
        assertEquals(2, metrics.length);
        double best = Arrays.stream(metrics).max().orElseThrow();
        assertTrue(best > 0.8, Arrays.toString(metrics));
        assertTrue(found.transform(people).filter("prediction = label").count() > 0.8 * ROWS);
    }

    @Test
    void modelsAreSavedLoadedAndCopied() throws IOException {
        Dataset<Row> people = people(ROWS, 6);
        PanagradClassificationModel model =
                classifier().setPredictionCol("p").setRawPredictionCol("").fit(people);
        String saved = folder.resolve("model").toString();
        model.write().overwrite().save(saved);
        PanagradClassificationModel loaded = PanagradClassificationModel.load(saved);
        assertEquals(model.uid(), loaded.uid());
        List<Row> expected = model.transform(people).collectAsList();
        assertEquals(expected, loaded.transform(people).collectAsList());
        assertFalse(List.of(model.transform(people).columns()).contains("rawPrediction"));
        assertEquals(expected, model.copy(ParamMap.empty()).transform(people).collectAsList());
        PanagradClassificationModel ofFile = PanagradClassificationModel.ofModelFile(saved + "/model.safetensors")
                .setPredictionCol("p");
        assertEquals(
                model.transform(people).select("p", "probability").collectAsList(),
                ofFile.transform(people).select("p", "probability").collectAsList());
        refused(() -> PanagradRegressionModel.ofModelFile(saved + "/model.safetensors"), "predicts classes");
        refused(() -> PanagradClassificationModel.ofModelFile(saved + "/absent"), "cannot be read");
    }

    @Test
    void labelsMayBeNumbersOrTruthValues() {
        Dataset<Row> people = people(ROWS, 7);
        for (String label : List.of("label", "held", "whole")) {
            Dataset<Row> given = people.withColumn("whole", functions.expr("cast(3 + 4 * label as int)"));
            PanagradClassificationModel model = classifier()
                    .setFeatureCols(new String[] {"age", "colour"})
                    .setLabelCol(label)
                    .setEpochs(1)
                    .fit(given);
            List<Row> found =
                    model.transform(given).select("prediction").distinct().collectAsList();
            for (Row one : found) {
                assertTrue((label.equals("whole") ? List.of(3.0, 7.0) : List.of(0.0, 1.0)).contains(one.getDouble(0)));
            }
            assertEquals(
                    model.transform(given).schema(),
                    classifier()
                            .setFeatureCols(new String[] {"age", "colour"})
                            .setLabelCol(label)
                            .transformSchema(given.schema()));
        }
    }

    @Test
    void mistakesAreSentences() {
        Dataset<Row> people = people(60, 8);
        PanagradClassifier classifier = classifier();
        refused(() -> classifier.copy(ParamMap.empty()).setLabelCol("lable").fit(people), "no column 'lable'", "label");
        refused(
                () -> classifier
                        .copy(ParamMap.empty())
                        .setFeatureCols(new String[] {"age", "hight"})
                        .fit(people),
                "hight");
        refused(
                () -> classifier
                        .copy(ParamMap.empty())
                        .setFeatureCols(new String[0])
                        .fit(people),
                "featureCols is empty");
        refused(
                () -> classifier
                        .copy(ParamMap.empty())
                        .setFeatureCols(new String[] {"age", "label"})
                        .fit(people),
                "one use");
        refused(() -> new PanagradClassifier().setFeaturesCol("age").fit(people), "a vector is expected");
        refused(() -> classifier.fit(people.filter("age < 0")), "no rows");
        refused(() -> classifier.fit(people.filter("label = 1")), "'1' in all");
        refused(
                () -> classifier.fit(people.withColumn("label", functions.expr("if(age > 40, null, label)"))),
                "is missing",
                "na().drop()");
        refused(
                () -> classifier.fit(people.withColumn("colour", functions.array(functions.col("colour")))),
                "array<string>",
                "cast it");
        refused(() -> classifier.fit(people.withColumn("prediction", functions.lit(1))), "'prediction' already");
        refused(() -> classifier.copy(ParamMap.empty()).setNumWorkers(3).fit(people), "numWorkers");
        refused(
                () -> classifier.fit(people.withColumn("age", functions.expr("if(age > 40, double('inf'), age)"))),
                "Infinity",
                "row ");
        refused(
                () -> classifier
                        .copy(ParamMap.empty())
                        .setWeightCol("weight")
                        .fit(people.withColumn("weight", functions.lit(-1.0))),
                "weight");
        PanagradClassificationModel model = classifier.setEpochs(1).fit(people);
        refused(() -> model.transform(people.drop("colour")), "no column 'colour'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000})
    void anyNumberOfRowsIsPredicted(int rows) {
        PanagradClassificationModel model = classifier()
                .setEpochs(1)
                .setFeatureCols(new String[] {"age", "colour"})
                .fit(people(60, 9));
        Dataset<Row> given = people(60, 9)
                .crossJoin(spark.range(rows / 60 + 1).toDF("again"))
                .limit(rows)
                .coalesce(1);
        Dataset<Row> answers = model.transform(given);
        assertEquals(rows, answers.collectAsList().size());
        assertEquals(
                rows,
                answers.select("age", "prediction").filter("prediction >= 0").count());
    }
}
