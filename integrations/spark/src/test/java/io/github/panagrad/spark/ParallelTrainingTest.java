package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.CrossValidation;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tune.Goal;
import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.SearchSpace;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.StudySettings;
import io.github.panagrad.tune.Trial;
import io.github.panagrad.tune.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelTrainingTest {
    private static final int ROWS = 97;

    private static final int HIGH = (int) People.list(ROWS).stream()
            .filter(person -> person.income().equals("high"))
            .count();

    private static final TableModelConfig QUICK =
            TableModelConfig.target("income").withPreset(Preset.QUICK);

    private static final StudySettings SETTINGS = StudySettings.of(
                    SearchSpace.of(HyperParameter.number("share", 0.1, 0.5)), Goal.MINIMIZE)
            .withTrials(5);

    @TempDir
    Path folder;

    private static SharedTable people() {
        return SharedTable.of(SparkSessions.local(), People.table(ROWS));
    }

    private byte[] trainedHere(TableModelConfig config) throws IOException {
        Path file = folder.resolve("here.safetensors");
        try (TableModel model = TableModel.fit(People.table(ROWS), config.withThreads(1))) {
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void modelsHaveTheBitsOfThisProcess() throws IOException {
        List<TableModelConfig> configs =
                List.of(QUICK.withSeed(1), QUICK.withSeed(2), QUICK.withSeed(3).withValidationFraction(0.4));
        try (SharedTable table = people()) {
            List<TrainedModel> models = ParallelTraining.fit(table, configs, TaskOptions.none());
            assertEquals(3, models.size());
            for (int i = 0; i < configs.size(); i++) {
                assertArrayEquals(trainedHere(configs.get(i)), models.get(i).bytes());
                assertTrue(models.get(i).metrics().containsKey("validation_accuracy"));
            }
            try (TableModel model = models.getFirst().load()) {
                assertEquals(ROWS, model.predictAll(People.table(ROWS)).size());
            }
            assertEquals(List.of(), ParallelTraining.fit(table, List.of(), TaskOptions.none()));
        }
    }

    @Test
    void whatCannotBeTrainedHasASentence() {
        try (SharedTable table = people()) {
            List<TrainedModel> models =
                    ParallelTraining.fit(table, List.of(QUICK, TableModelConfig.target("wage")), TaskOptions.none());
            assertEquals(Optional.empty(), models.getFirst().error());
            String error = models.getLast().error().orElseThrow();
            assertTrue(error.contains("wage"), error);
            assertEquals(
                    "there is no model: " + error,
                    assertThrows(
                                    InvalidInputException.class,
                                    () -> models.getLast().load())
                            .getMessage());
            assertThrows(
                    InvalidInputException.class,
                    () -> ParallelTraining.fit(table, List.of(QUICK.withThreads(4)), TaskOptions.none()));
        }
    }

    private static Table rows(int[] positions) {
        List<People.Person> all = People.list(ROWS);
        return Table.of(
                People.Person.class, Arrays.stream(positions).mapToObj(all::get).toList());
    }

    @Test
    void foldsAreThoseOfThisProcess() {
        KFold kfold = new KFold(3, 2, 7);
        CrossValidation found;
        try (SharedTable table = people()) {
            found = ParallelTraining.crossValidate(table, QUICK, kfold, TaskOptions.none());
        }
        assertEquals(6, found.folds().size());
        int[] seen = new int[ROWS];
        for (int f = 0; f < found.folds().size(); f++) {
            int number = f;
            Fold fold = found.folds().get(f).fold();
            Arrays.stream(fold.validation()).forEach(row -> seen[row]++);
            long high = Arrays.stream(fold.validation())
                    .filter(row -> People.list(ROWS).get(row).income().equals("high"))
                    .count();
            assertTrue(high == HIGH / 3 || high == HIGH / 3 + 1, () -> high + " in " + fold);
            try (TableModel model = TableModel.fit(rows(fold.training()), QUICK.withThreads(1))) {
                Quality quality = model.evaluate(rows(fold.validation()));
                assertEquals(quality.loss(), found.folds().get(f).metrics().getOrDefault("loss", Double.NaN));
                quality.metrics()
                        .forEach((name, value) ->
                                assertEquals(value, found.values(name)[number], () -> name + " of " + fold));
            }
        }
        assertTrue(Arrays.stream(seen).allMatch(count -> count == 2), "each row is judged once in each repeat");
    }

    @Test
    void moreFoldsThanRowsAreRefused() {
        try (SharedTable table = people()) {
            String message = String.valueOf(assertThrows(
                            InvalidInputException.class,
                            () -> ParallelTraining.crossValidate(table, QUICK, new KFold(98, 1), TaskOptions.none()))
                    .getMessage());
            assertTrue(message.contains("fewer folds"), message);
        }
    }

    private static Outcome trial(TrialWork work) {
        try (TableModel model =
                work.fit(QUICK.withValidationFraction(work.trial().number("share")))) {
            return work.complete(model.evaluate(People.table(ROWS)).loss());
        }
    }

    /** Trials one at a time leave the same journal as without Spark. */
    @Test
    void aStudyBecomesTheSameAsWithoutSpark() throws Exception {
        Path here = folder.resolve("here");
        try (Study study = Study.open(here, SETTINGS)) {
            for (Optional<Trial> next = study.ask(); next.isPresent(); next = study.ask()) {
                double share = next.get().number("share");
                try (TableModel model = TableModel.fit(
                        People.table(ROWS), QUICK.withValidationFraction(share).withThreads(1))) {
                    study.tell(next.get(), model.evaluate(People.table(ROWS)).loss());
                }
            }
        }
        Path there = folder.resolve("there");
        try (Study study = Study.open(there, SETTINGS);
                SharedTable table = people()) {
            ParallelTraining.run(study, table, ParallelTrainingTest::trial, 1, TaskOptions.none());
        }
        assertEquals(-1, Files.mismatch(here.resolve(Study.JOURNAL), there.resolve(Study.JOURNAL)));
    }

    /** With several at once none is lost: neither one that cannot be trained, nor one whose task fails at first. */
    @Test
    void noTrialIsLost() throws Exception {
        try (Study study = Study.inMemory(SETTINGS.withTrials(8));
                SharedTable table = people()) {
            TrialTask task = work -> {
                TaskContext context = TaskContext.get();
                if (work.trial().number() == 2 && context != null && context.attemptNumber() < 2) {
                    throw new IOException("the first two attempts fail");
                }
                return work.trial().number() == 3 ? work.complete(Double.NaN) : trial(work);
            };
            ParallelTraining.run(study, table, task, 3, TaskOptions.none());
            List<TrialRecord> trials = study.trials();
            assertEquals(8, trials.size());
            for (TrialRecord trial : trials) {
                assertEquals(trial.number() == 3, trial.isFailed(), trial::toString);
                assertEquals(trial.number() != 3, trial.isComplete(), trial::toString);
            }
        }
    }

    /** What was told is kept, and the others are asked for again. */
    @Test
    void aTaskThatFailsForGoodEndsTheRunAndGivesItsTrialBack() throws Exception {
        try (Study study = Study.inMemory(SETTINGS);
                SharedTable table = people()) {
            TrialTask failing = work -> {
                if (work.trial().number() == 2) {
                    throw new IOException("no attempt succeeds");
                }
                return trial(work);
            };
            Exception failure = assertThrows(
                    Exception.class, () -> ParallelTraining.run(study, table, failing, 2, TaskOptions.none()));
            assertTrue(String.valueOf(failure.getMessage()).contains("no attempt succeeds"), failure::toString);
            assertFalse(study.trials().get(2).isComplete());
            ParallelTraining.run(study, table, ParallelTrainingTest::trial, 2, TaskOptions.none());
            assertTrue(study.trials().stream().allMatch(TrialRecord::isComplete));
            assertEquals(5, study.trials().size());
        }
    }

    /** The second attempt begins where the first had saved, and the third run where the training had ended. */
    @Test
    void aTaskGoesOnFromItsLastCheckpointToTheSameBits() throws IOException {
        byte[] expected = trainedHere(QUICK);
        Path log = folder.resolve("attempts");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        TaskOptions options = TaskOptions.none().withCheckpoints(shared.toString(), new Interval.Epochs(1));
        TableModelConfig config = QUICK.withListener(new Interrupted(log.toString(), 4, false));
        try (SharedTable table = people()) {
            List<TrainedModel> models = ParallelTraining.fit(table, List.of(config), options);
            assertArrayEquals(expected, models.getFirst().bytes());
            assertEquals(List.of("0", "3"), attempts(log));
            models = ParallelTraining.fit(table, List.of(QUICK), options);
            assertArrayEquals(expected, models.getFirst().bytes());
            // Checkpoints of another training are of no use, and do no harm.
            models = ParallelTraining.fit(table, List.of(QUICK.withSeed(5)), options);
            assertArrayEquals(trainedHere(QUICK.withSeed(5)), models.getFirst().bytes());
        }
    }

    private static List<String> attempts(Path log) throws IOException {
        List<String> begun = new ArrayList<>(Interrupted.attempts(log));
        assertEquals("0", begun.getFirst());
        // The checkpoint of the fourth epoch may be written before or after listeners are told of it.
        if (begun.size() > 1 && begun.get(1).equals("4")) {
            begun.set(1, "3");
        }
        return begun;
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        TaskOptions options =
                TaskOptions.none().withCheckpoints(folder.resolve("none").toString(), new Interval.Epochs(1));
        try (SharedTable table = people()) {
            String error = ParallelTraining.fit(table, List.of(QUICK), options)
                    .getFirst()
                    .error()
                    .orElseThrow();
            assertTrue(error.contains("is not there on this executor"), error);
        }
    }

    /** Sorted, so that the order of partitions does not matter. */
    @Test
    void aDataSetIsSharedInTheOrderOfItsValues() {
        SparkSession spark = SparkSessions.local();
        Dataset<Row> data = spark.createDataFrame(
                IntStream.range(0, 50)
                        .mapToObj(i -> RowFactory.create(i * 7 % 50 / 2.0, i % 3 == 0 ? null : "c" + i % 4))
                        .toList(),
                new StructType().add("x", "double").add("c", "string"));
        try (SharedTable one = SharedTable.of(data.repartition(1));
                SharedTable other = SharedTable.of(data.repartition(6))) {
            double[] x = new double[50];
            double[] y = new double[50];
            one.table().numbers(0, 0, 50, x);
            other.table().numbers(0, 0, 50, y);
            assertArrayEquals(IntStream.range(0, 50).mapToDouble(i -> i / 2.0).toArray(), x);
            assertArrayEquals(x, y);
            int[] a = new int[50];
            int[] b = new int[50];
            one.table().codes(1, 0, 50, a);
            other.table().codes(1, 0, 50, b);
            assertArrayEquals(a, b);
            assertEquals(one.table().categories(1), other.table().categories(1));
        }
    }

    @Test
    void workThatCannotBeSentIsRefused() {
        TableModelConfig config = QUICK.withSeed(3);
        TrialTask task = work -> {
            try (TableModel model = work.fit(config)) {
                return work.complete(model.members());
            }
        };
        try (Study study = Study.inMemory(SETTINGS);
                SharedTable table = people()) {
            String message = String.valueOf(assertThrows(
                            InvalidInputException.class,
                            () -> ParallelTraining.run(study, table, task, 1, TaskOptions.none()))
                    .getMessage());
            assertTrue(message.contains("TableModelConfig, which is not serialisable; make that"), message);
        }
    }
}
