package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are written, which are kept, what becomes of failures, and which are refused. */
class CheckpointsTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(6).dense(5, Activation.tanh()).output(3, Loss.meanSquaredError());
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(10).withEpochs(3).withThreads(1);

    /** 50 samples: 5 steps an epoch. */
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    @TempDir
    Path parent;

    private Path folder() {
        return parent.resolve("run");
    }

    private static History fit(NetworkSpec spec, DType dtype, TrainingConfig config, Dataset data, FitOptions options) {
        try (Network network = Network.create(spec, dtype, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            return trainer.fit(data, options);
        }
    }

    private static History fit(TrainingConfig config, FitOptions options) {
        return fit(SPEC, DType.F64, config, DATA, options);
    }

    private FitOptions every(Interval interval, int keep) {
        return FitOptions.none().withCheckpoints(new Checkpoints(folder(), interval, keep, OnFailure.STOP));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".panagrad.lock"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(long step) {
        return String.format("checkpoint-%012d.safetensors", step);
    }

    private FitOptions resumed(FitOptions options) {
        return options.resumedFrom(CheckpointFile.latest(folder()).orElseThrow());
    }

    /** Hears of checkpoints. */
    private static final class Ear implements TrainingListener {
        final List<Long> written = new ArrayList<>();
        final List<String> failed = new ArrayList<>();

        @Override
        public void onCheckpoint(Path file, long step) {
            assertTrue(Files.exists(file));
            written.add(step);
        }

        @Override
        public void onCheckpointFailed(long step, Exception failure) {
            failed.add(step + " " + failure.getMessage());
        }
    }

    @Test
    void theLastFewAreKept() throws IOException {
        Ear ear = new Ear();
        fit(CONFIG, every(new Interval.Steps(4), 2).withListener(ear));
        assertEquals(List.of(4L, 8L, 12L, 15L), ear.written);
        assertEquals(List.of(name(12), name(15)), files());
    }

    @Test
    void afterEpochsAndAtTheEnd() throws IOException {
        Ear ear = new Ear();
        fit(CONFIG, every(new Interval.Epochs(2), 9).withListener(ear));
        assertEquals(List.of(10L, 15L), ear.written);
        assertEquals(List.of(name(10), name(15)), files());
    }

    @Test
    void afterSomeTime() throws IOException {
        Ear ear = new Ear();
        fit(CONFIG, every(new Interval.Time(Duration.ofNanos(1)), 1).withListener(ear));
        // After each step, and once more when the last epoch is over.
        assertEquals(16, ear.written.size());
        assertEquals(List.of(name(15)), files());
        Ear deaf = new Ear();
        fit(
                CONFIG.withEpochs(4),
                resumed(every(new Interval.Time(Duration.ofDays(1)), 1)).withListener(deaf));
        assertEquals(List.of(20L), deaf.written);
    }

    @Test
    void lbfgsAfterIterations() throws IOException {
        TrainingConfig config = CONFIG.withOptimizer(Optimizer.lbfgs()).withBatchSize(50);
        fit(config, every(new Interval.Steps(2), 9));
        assertEquals(List.of(name(2), name(3)), files());
    }

    @Test
    void whatKilledWritersLeftIsDeleted() throws IOException {
        fit(CONFIG, every(new Interval.Epochs(9), 1));
        Files.writeString(folder().resolve(".panagrad-x.tmp"), "half");
        Files.writeString(folder().resolve("panagrad-x.tmp"), "another's");
        fit(CONFIG.withEpochs(4), resumed(every(new Interval.Epochs(9), 1)));
        assertEquals(List.of(name(20), "panagrad-x.tmp"), files());
    }

    /** Resuming from before a damaged checkpoint makes the way free for the steps after it. */
    @Test
    void whatIsNewerThanWhereItWentOnIsDeleted() throws IOException {
        fit(CONFIG, every(new Interval.Steps(5), 3));
        Path newest = folder().resolve(name(15));
        Files.writeString(newest, "damaged");
        Ear ear = new Ear();
        FitOptions options = resumed(every(new Interval.Steps(2), 3)).withListener(ear);
        assertEquals(
                name(10),
                options.resume().orElseThrow().checkpoint().getFileName().toString());
        fit(CONFIG, options);
        assertEquals(List.of(12L, 14L, 15L), ear.written);
        assertEquals(List.of(name(12), name(14), name(15)), files());
        CheckpointFile.inspect(newest);
    }

    @Test
    void aFolderWithCheckpointsIsRefused() throws IOException {
        FitOptions options = every(new Interval.Epochs(1), 3);
        fit(CONFIG, options);
        refused(() -> fit(CONFIG, options), "already has 3 checkpoints", "resume from it", "an empty folder");
        Path elsewhere = parent.resolve(name(15));
        Files.copy(folder().resolve(name(15)), elsewhere);
        refused(() -> fit(CONFIG, options.resumedFrom(elsewhere)), "resumed from " + elsewhere);
        assertEquals(3, files().size());
    }

    @Test
    void twoTrainingsAtOnceAreRefused() {
        FitOptions outer = every(new Interval.Epochs(1), 3);
        List<String> messages = new ArrayList<>();
        fit(CONFIG.withEpochs(1), outer.withListener(new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                messages.add(String.valueOf(assertThrows(CheckpointException.class, () -> fit(CONFIG, outer))
                        .getMessage()));
            }
        }));
        assertEquals(5, messages.size());
        assertTrue(
                messages.getFirst().contains("another training run writes its checkpoints here"), messages::toString);
    }

    @Test
    void everyDifferenceIsListed() throws IOException {
        FitOptions options = every(new Interval.Steps(4), 1)
                .withSettings(Map.of("columns", "1,2"))
                .withNotes(Map.of("host", "a"))
                .withValidation(LayerNetworks.data(7, 9));
        fit(CONFIG, options);
        FitOptions again = resumed(options);
        TrainingConfig other = CONFIG.withSeed(7)
                .withSchedule(new Schedule.Step(0.1, 0.5, 3))
                .withShuffle(Shuffle.none())
                .withL2(0.5);
        NetworkSpec spec = NetworkSpec.inputs(6).dense(4, Activation.relu()).output(3, Loss.meanSquaredError());
        refused(
                () -> fit(
                        spec,
                        DType.F32,
                        other,
                        LayerNetworks.data(51, 3),
                        again.withSettings(Map.of("columns", "1", "classes", "2"))
                                .withValidation(null)
                                .withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), 3))),
                "network dtype: the checkpoint has float64, now it is float32",
                "network hidden.0: the checkpoint has 5 tanh, dropout 0.0, normalization none, skip 0, now it is 4 relu",
                "training seed: the checkpoint has 42, now it is 7",
                "training schedule: the checkpoint has constant:initial=0.001, now it is step:initial=0.1",
                "training shuffle: the checkpoint has auto, now it is none",
                "training regularizers: the checkpoint has none, now it is l2:",
                "training early_stopping: the checkpoint has none, now it is train_loss,patience=3",
                "data training_samples: the checkpoint has 50, now it is 51",
                "data training_sha256: ",
                "data validation_samples: the checkpoint has 7, now it is none",
                "setting columns: the checkpoint has 1,2, now it is 1",
                "setting classes: the checkpoint has nothing, now it is 2",
                "restart in an empty folder");
        refused(() -> fit(SPEC, DType.F64, CONFIG, LayerNetworks.data(50, 4), again), "data training_sha256");
        // Notes and the number of epochs may be others.
        assertEquals(
                20,
                fit(CONFIG.withEpochs(4), again.withNotes(Map.of("host", "b"))).steps());
    }

    @Test
    void otherArithmeticIsRefusedUnlessAllowed() throws IOException {
        FitOptions options = every(new Interval.Steps(4), 1);
        fit(CONFIG, options);
        TrainingConfig more = CONFIG.withThreads(2).withEpochs(4);
        refused(
                () -> fit(more, resumed(options)),
                "arithmetic threads: the checkpoint has 1, now it is 2",
                "allow other arithmetic");
        Path latest = CheckpointFile.latest(folder()).orElseThrow();
        assertEquals(
                20, fit(more, options.resumedFrom(new Resume(latest, true))).steps());
    }

    @Test
    void withAFixedPlanTheThreadsDoNotMatter() {
        FitOptions options = every(new Interval.Steps(4), 1);
        TrainingConfig fixed = CONFIG.withReproducible(true);
        fit(fixed, options);
        assertEquals(
                20, fit(fixed.withThreads(2).withEpochs(4), resumed(options)).steps());
    }

    @Test
    void fewerEpochsThanWereDoneAreRefused() {
        FitOptions options = every(new Interval.Steps(4), 1);
        fit(CONFIG, options);
        refused(() -> fit(CONFIG.withEpochs(2), resumed(options)), "did 3 epochs, more than the 2 now requested");
        History history = fit(CONFIG, resumed(options));
        assertEquals(Ending.COMPLETED, history.ending());
        assertEquals(15, history.steps());
        assertEquals(3, history.epochs().size());
    }

    /** Half way through, the folder becomes a file, or is deleted: as with a volume that fails. */
    private static final List<BiConsumer<Path, Boolean>> OUTAGES = List.of((folder, broken) -> {
        try {
            if (broken) {
                Files.move(folder, folder.resolveSibling("moved"));
                Files.writeString(folder, "in the way");
            } else {
                Files.delete(folder);
                Files.move(folder.resolveSibling("moved"), folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    });

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainingListener atStep(long at, Runnable task) {
        return new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (step == at) {
                    task.run();
                }
            }
        };
    }

    @Test
    void aFolderThatIsDeletedIsMadeAnewAndLockedAgain() throws IOException {
        Ear ear = new Ear();
        FitOptions options = every(new Interval.Steps(4), 9);
        List<String> messages = new ArrayList<>();
        fit(
                CONFIG,
                options.withListener(ear)
                        .withListener(atStep(6, () -> delete(folder())))
                        .withListener(atStep(
                                9,
                                () -> messages.add(String.valueOf(
                                        assertThrows(CheckpointException.class, () -> fit(CONFIG, resumed(options)))
                                                .getMessage())))));
        assertEquals(List.of(4L, 8L, 12L, 15L), ear.written);
        assertEquals(List.of(), ear.failed);
        assertEquals(List.of(name(8), name(12), name(15)), files());
        assertTrue(
                messages.getFirst().contains("another training run writes its checkpoints here"), messages::toString);
        assertEquals(15, fit(CONFIG, resumed(options)).steps());
    }

    /** The lock alone, and the checkpoints are still there. */
    @Test
    void aLockThatIsDeletedIsTakenAgain() throws IOException {
        Ear ear = new Ear();
        FitOptions options = every(new Interval.Steps(4), 9);
        List<CheckpointException> refused = new ArrayList<>();
        fit(
                CONFIG,
                options.withListener(ear)
                        .withListener(atStep(
                                6,
                                () -> assertTrue(folder().resolve(".panagrad.lock")
                                        .toFile()
                                        .delete())))
                        .withListener(atStep(
                                9,
                                () -> refused.add(assertThrows(
                                        CheckpointException.class, () -> fit(CONFIG, resumed(options)))))));
        assertEquals(List.of(4L, 8L, 12L, 15L), ear.written);
        assertEquals(1, refused.size());
    }

    /** Another training takes the place of a folder that was deleted: it is not disturbed, running or done. */
    @Test
    void aFolderThatAnotherTrainingTookIsLeftToIt() throws IOException {
        Ear ear = new Ear();
        FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(folder(), new Interval.Steps(4)));
        History history = fit(CONFIG, options.withListener(ear).withListener(atStep(6, () -> {
            delete(folder());
            fit(CONFIG.withEpochs(1), options.withListener(atStep(4, () -> fitsOnlyItself(options))));
        })));
        assertEquals(15, history.steps());
        assertEquals(List.of(4L), ear.written);
        assertEquals(3, ear.failed.size(), ear.failed::toString);
        for (String failure : ear.failed) {
            assertTrue(failure.contains("has checkpoints of another training run"), failure);
        }
        assertEquals(List.of(name(4), name(5)), files());
    }

    private static void fitsOnlyItself(FitOptions options) {
        assertThrows(CheckpointException.class, () -> fit(CONFIG, options));
    }

    private static TrainingListener outage(BiConsumer<Path, Boolean> outage, Path folder) {
        return new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (step == 6 || step == 11) {
                    outage.accept(folder, step == 6);
                }
            }
        };
    }

    @Test
    void trainingGoesOnWhenACheckpointFails() throws IOException {
        for (BiConsumer<Path, Boolean> outage : OUTAGES) {
            Ear ear = new Ear();
            FitOptions options = FitOptions.none()
                    .withCheckpoints(Checkpoints.in(folder(), new Interval.Steps(4)))
                    .withListener(outage(outage, folder()))
                    .withListener(ear);
            History history = fit(CONFIG, options);
            assertEquals(15, history.steps());
            assertEquals(List.of(4L, 12L, 15L), ear.written);
            assertEquals(1, ear.failed.size());
            assertTrue(ear.failed.getFirst().startsWith("8 cannot write " + folder()), ear.failed::toString);
            assertEquals(List.of(name(4), name(12), name(15)), files());
        }
    }

    @Test
    void trainingStopsWhenACheckpointFailsIfAsked() throws IOException {
        Ear ear = new Ear();
        FitOptions options = every(new Interval.Steps(4), 3)
                .withListener(outage(OUTAGES.getFirst(), folder()))
                .withListener(ear);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fit(CONFIG, options));
        assertTrue(String.valueOf(e.getCause()).contains("cannot write"), e::getMessage);
        assertEquals(List.of(4L), ear.written);
        assertEquals(1, ear.failed.size());
        assertTrue(Files.exists(parent.resolve("moved").resolve(name(4))), "the one before is still there");
    }

    @Test
    void aFolderThatCannotBeMade() {
        Ear ear = new Ear();
        Path nowhere = parent.resolve("no").resolve("where");
        Checkpoints stop = new Checkpoints(nowhere, new Interval.Steps(4), 1, OnFailure.STOP);
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class, () -> fit(CONFIG, FitOptions.none().withCheckpoints(stop)));
        assertTrue(
                String.valueOf(e.getMessage()).contains("cannot create the checkpoint folder " + nowhere),
                e::getMessage);
        Checkpoints goOn = Checkpoints.in(nowhere, new Interval.Steps(10));
        assertEquals(
                15,
                fit(CONFIG, FitOptions.none().withCheckpoints(goOn).withListener(ear))
                        .steps());
        assertEquals(3, ear.failed.size(), ear.failed::toString);
    }

    @Test
    void aCheckpointCanBeLookedInto() {
        fit(
                CONFIG,
                every(new Interval.Steps(7), 1).withSettings(Map.of("a", "b")).withNotes(Map.of("c", "d")));
        CheckpointDescription seen =
                CheckpointFile.inspect(CheckpointFile.latest(folder()).orElseThrow());
        assertEquals("float64", seen.network().get("dtype"));
        assertEquals(
                "adam:beta1=0.9,beta2=0.999,epsilon=1.0E-8", seen.training().get("optimizer"));
        assertEquals("50", seen.data().get("training_samples"));
        assertEquals(Map.of("backend", "java", "threads", "1"), seen.arithmetic());
        assertEquals(Map.of("a", "b"), seen.settings());
        assertEquals(Map.of("c", "d"), seen.notes());
        assertEquals(3, seen.progress().epochs());
        assertEquals(15, seen.progress().steps());
    }

    /** What has diverged is no state to go on from. */
    @Test
    void parametersThatAreNotFiniteAreNotWritten() throws IOException {
        Ear ear = new Ear();
        UnaryOperator<TrainingConfig> wild =
                config -> config.withOptimizer(Optimizer.sgd()).withLearningRate(1e200);
        assertThrows(
                DivergedException.class,
                () -> fit(wild.apply(CONFIG), every(new Interval.Steps(1), 1).withListener(ear)));
        assertFalse(ear.written.isEmpty());
        assertEquals(List.of(name(ear.written.getLast())), files());
        double[] before = {ear.written.size()};
        History history = null;
        try {
            history = fit(wild.apply(CONFIG), resumed(every(new Interval.Steps(1), 1)));
        } catch (DivergedException _) {
            before[0]++;
        }
        assertArrayEquals(new double[] {ear.written.size() + 1.0}, before, "resumed and diverged again: " + history);
    }

    private static void refused(Runnable task, String... parts) {
        String message = String.valueOf(
                assertThrows(CheckpointException.class, task::run).getMessage());
        assertEquals(1, message.lines().count(), message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
        }
    }
}
