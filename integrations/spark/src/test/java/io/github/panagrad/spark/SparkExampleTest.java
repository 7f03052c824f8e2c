package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.CrossValidation;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tune.Goal;
import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.SearchSpace;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.StudySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/spark.md, which are parts of this file and of {@link Shops}. */
class SparkExampleTest {
    @TempDir
    Path folder;

    private static void many(SparkSession spark, String file, String checkpoints) throws Exception {
        TableModelConfig config = TableModelConfig.target("income").withPreset(Preset.QUICK);
        TaskOptions options = TaskOptions.none().withCheckpoints(checkpoints, Interval.parse("30s"));
        try (Table people = Table.read(Path.of(file));
                SharedTable table = SharedTable.of(spark, people)) {
            List<TableModelConfig> seeds =
                    IntStream.range(0, 5).mapToObj(config::withSeed).toList();
            for (TrainedModel model : ParallelTraining.fit(table, seeds, options)) {
                IO.println(model.metrics().get("validation_accuracy"));
            }

            CrossValidation folds = ParallelTraining.crossValidate(table, config, new KFold(5, 42), TaskOptions.none());
            IO.println(folds.summary("accuracy"));

            SearchSpace space = SearchSpace.of(HyperParameter.number("share", 0.1, 0.4));
            try (Study study =
                    Study.inMemory(StudySettings.of(space, Goal.MINIMIZE).withTrials(8))) {
                TrialTask task = work -> {
                    double share = work.trial().number("share");
                    TableModelConfig tried = TableModelConfig.target("income")
                            .withPreset(Preset.QUICK)
                            .withValidationFraction(share);
                    try (TableModel model = work.fit(tried)) {
                        return work.complete(Double.parseDouble(model.facts().getOrDefault("validation_loss", "NaN")));
                    }
                };
                ParallelTraining.run(study, table, task, 4, TaskOptions.none());
                IO.println(study.best(1).getFirst().parameters());
            }
        }
    }

    @Test
    void theyAreWhatThePageHas() throws IOException {
        String page = Files.readString(Path.of("../../docs/spark.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> words(block.group(1)))
                .toList();
        assertEquals(2, blocks.size());
        Path sources = Path.of("src/test/java/io/github/panagrad/spark");
        assertTrue(
                words(Files.readString(sources.resolve("Shops.java"))).contains(blocks.getFirst()), blocks::getFirst);
        assertTrue(
                words(Files.readString(sources.resolve("SparkExampleTest.java")))
                        .contains(blocks.getLast()),
                blocks::getLast);
    }

    private static String words(String text) {
        return text.lines()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void manyModelsOfOneTableAreTrained() throws Exception {
        Path file = folder.resolve("people.csv");
        List<String> lines = People.list(97).stream()
                .map(person -> person.age() + "," + (person.education() == null ? "" : person.education()) + ","
                        + person.hours() + "," + person.income())
                .toList();
        Files.writeString(file, "age,education,hours,income\n" + String.join("\n", lines) + "\n");
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        many(SparkSessions.local(), file.toString(), checkpoints.toString());
        try (var trainings = Files.list(checkpoints)) {
            assertEquals(5, trainings.count());
        }
    }

    @Test
    void shopsHaveModelsAndPredictions() throws IOException {
        SparkSessions.local();
        Path sales = Files.createDirectory(folder.resolve("sales"));
        StringBuilder csv = new StringBuilder("shop,week,day,rain,sold\n");
        for (String shop : List.of("Ulm", "Bonn", "Kiel")) {
            for (int i = 0; i < (shop.equals("Kiel") ? 1 : 100); i++) {
                csv.append(shop)
                        .append(',')
                        .append(i * 50 / 100)
                        .append(",")
                        .append(i % 7)
                        .append(',');
                csv.append(i % 3 == 0)
                        .append(',')
                        .append(20.5 + i % 7 * 3 - i % 3)
                        .append('\n');
            }
        }
        Files.writeString(sales.resolve("sales.csv"), csv);
        Path models = folder.resolve("models");
        Path predictions = folder.resolve("predictions");
        Shops.main(new String[] {sales.toString(), models.toString(), predictions.toString()});
        var predicted = SparkSessions.local().read().parquet(predictions.toString());
        assertEquals(40, predicted.count());
        assertEquals(
                40,
                predicted
                        .filter("predicted_value > 10 and predicted_value < 50")
                        .count());
        assertEquals(
                1,
                SparkSessions.local()
                        .read()
                        .parquet(models.toString())
                        .filter("error is not null")
                        .count());
    }
}
