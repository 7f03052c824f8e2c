package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stopped at any step and resumed from the file in a fresh trainer, a training ends with the bits of one never stopped. */
class ResumeTest {
    private static final int ROWS = 53;
    private static final int BATCH = 16;
    private static final int EPOCHS = 4;
    private static final NetworkSpec PLAIN =
            NetworkSpec.inputs(LayerNetworks.INPUTS).dense(9, Activation.tanh()).output(3, Loss.meanSquaredError());
    private static final NetworkSpec EVERYTHING =
            Objects.requireNonNull(LayerNetworks.all().get("everything"));

    private static final AtomicLong NUMBER = new AtomicLong();

    @TempDir
    Path folder;

    /** A training, with what goes on around its steps. */
    record Case(String name, NetworkSpec spec, TrainingConfig config, FitOptions options) {
        static Case of(String name, NetworkSpec spec, TrainingConfig config) {
            FitOptions validated = FitOptions.none().withValidation(LayerNetworks.data(19, 5));
            return new Case(name, spec, config, validated);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static TrainingConfig config() {
        return TrainingConfig.defaults()
                .withBatchSize(BATCH)
                .withEpochs(EPOCHS)
                .withLearningRate(0.02)
                .withThreads(1);
    }

    static Stream<Arguments> cases() {
        List<Case> cases = new ArrayList<>();
        for (Optimizer optimizer : Optimizer.choices().all()) {
            cases.add(Case.of(
                    optimizer.name(),
                    PLAIN,
                    optimizer instanceof Lbfgs
                            ? config().withOptimizer(optimizer)
                                    .withBatchSize(ROWS)
                                    .withEpochs(30)
                            : config().withOptimizer(optimizer)));
        }
        for (Schedule schedule : Schedule.choices().all()) {
            for (ScheduleUnit unit : ScheduleUnit.values()) {
                if (unit == ScheduleUnit.EPOCH || !schedule.needsHistory()) {
                    TrainingConfig config = config().withScheduleBy(unit).withSchedule(schedule);
                    cases.add(Case.of(schedule.name() + " by " + unit.label(), PLAIN, config));
                }
            }
        }
        Schedule plateau = Schedule.parse("warmup:1/plateau:initial=0.05,patience=1,min-delta=0.5", Map.of());
        cases.add(Case.of("warmed-up plateau", PLAIN, config().withSchedule(plateau)));
        LayerNetworks.all().forEach((name, spec) -> cases.add(Case.of(name, spec, config().withThreads(2))));
        for (String name : List.of("members after a layer", "members with everything", "adapters with everything")) {
            cases.add(Case.of(
                    name + ", with batches of their own",
                    Objects.requireNonNull(LayerNetworks.all().get(name)),
                    config().withMemberBatches(MemberBatches.OWN).withShuffle(Shuffle.blocks(5, 3))));
        }
        for (GradientClipping clipping : GradientClipping.choices().all()) {
            cases.add(Case.of(clipping.name(), EVERYTHING, config().withClipping(clipping)));
        }
        for (Regularizer regularizer : Regularizer.choices().all()) {
            cases.add(Case.of(regularizer.name(), EVERYTHING, config().withRegularizers(regularizer)));
        }
        cases.add(Case.of(
                "factors, and strengths by step",
                Objects.requireNonNull(LayerNetworks.all().get("waves with everything")),
                config().withRegularizers(new Regularizer.WeightDecay(0.1))
                        .withFactors(ParameterFactors.none()
                                .withNtk(true)
                                .withRate(ParameterKind.SCALE, 6)
                                .withDecay(ParameterKind.BIAS, 0.5))
                        .withScheduleBy(ScheduleUnit.STEP)
                        .withDropoutSchedule(Schedule.flatCos(1, 13))
                        .withDecaySchedule(Schedule.cosLog(1, 2, 14))));
        for (Shuffle shuffle : Shuffle.choices().all()) {
            cases.add(Case.of(shuffle.name(), PLAIN, config().withShuffle(shuffle)));
        }
        cases.add(Case.of("blocks of 5", PLAIN, config().withShuffle(Shuffle.blocks(5, 3))));
        cases.add(Case.of("reproducible", EVERYTHING, config().withReproducible(true)));
        cases.add(early("early stopping", new EarlyStopping(Monitor.validationLoss(), 2, 0, 0, true)));
        cases.add(early("early stopping as it is", new EarlyStopping(Monitor.validationLoss(), 2, 0, 0, false)));
        cases.add(early("a metric", new EarlyStopping(Monitor.metric(new Spread()), 2, 0, 0, true)));
        List<Arithmetic> arithmetics = Arithmetic.all().toList();
        // Optimisers, whose state differs, on all; the rest on one after another.
        int optimizers = Optimizer.choices().all().size();
        return IntStream.range(0, cases.size())
                .boxed()
                .flatMap(i -> (i < optimizers
                                ? arithmetics.stream()
                                : Stream.of(arithmetics.get(i % arithmetics.size())))
                        .map(arithmetic -> Arguments.of(arithmetic, cases.get(i))));
    }

    /** With a rate that overshoots, so that the best epoch is not the last. */
    private static Case early(String name, EarlyStopping rule) {
        FitOptions options =
                FitOptions.none().withValidation(LayerNetworks.data(19, 5)).withEarlyStopping(rule);
        return new Case(name, EVERYTHING, config().withLearningRate(0.3).withEpochs(12), options);
    }

    /** How much predictions differ: it grows, so that the first epoch is the best. */
    record Spread() implements io.github.panagrad.nn.metrics.Metric {
        @Override
        public String name() {
            return "spread";
        }

        @Override
        public boolean isHigherBetter() {
            return false;
        }

        @Override
        public double of(double[][] predictions, Dataset data) {
            assertEquals(data.size(), predictions.length);
            double sum = 0;
            for (double[] prediction : predictions) {
                sum += prediction[0] * prediction[0];
            }
            return sum;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsWithTheSameBits(Arithmetic arithmetic, Case training) throws IOException {
        Random random = new Random(training.name().hashCode());
        Result whole = run(arithmetic, training, folder.resolve("whole"), List.of());
        long steps = whole.history().steps();
        assertTrue(steps >= 4, () -> "too few steps to be stopped: " + steps);
        List<Long> stops =
                random.longs(3, 1, steps + 1).sorted().distinct().boxed().toList();
        Result parts = run(arithmetic, training, folder.resolve("parts"), stops);
        assertEquals(figures(whole.history()), figures(parts.history()), () -> "stopped at " + stops);
        assertEquals(whole.model(), parts.model(), () -> "stopped at " + stops);
        assertEquals(whole.state(), parts.state(), () -> "stopped at " + stops);
    }

    /** What a training gave: its model file, and the tensors of its last checkpoint but for the times. */
    record Result(History history, String model, Map<String, List<Double>> state) {}

    private Result run(Arithmetic arithmetic, Case training, Path directory, List<Long> stops) throws IOException {
        FitOptions options =
                training.options().withCheckpoints(Checkpoints.in(directory, new Interval.Steps(Long.MAX_VALUE)));
        for (long stop : stops) {
            Result part = fit(arithmetic, training, options.withListener(new Stopper(stop)), stop);
            assertEquals(stop, part.history().steps());
            options = options.resumedFrom(CheckpointFile.latest(directory).orElseThrow());
        }
        return fit(arithmetic, training, options, 0);
    }

    private static final ThreadLocal<Trainer> RUNNING = new ThreadLocal<>();

    /** Asks the trainer of this thread to stop. */
    private record Stopper(long at) implements TrainingListener {
        @Override
        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
            if (step == at) {
                RUNNING.get().requestStop();
            }
        }
    }

    /** Trains with weights of their own, which a resumed training must not care about. */
    private Result fit(Arithmetic arithmetic, Case training, FitOptions options, long stop) throws IOException {
        long seed = options.resume().isPresent() ? NUMBER.incrementAndGet() : 1;
        Initializer initializer = Initializer.glorot();
        try (Network network =
                        Network.create(training.spec(), arithmetic.dtype(), arithmetic.backend(), initializer, seed);
                Trainer trainer = new Trainer(network, training.config())) {
            RUNNING.set(trainer);
            History history = trainer.fit(LayerNetworks.data(ROWS, 3), options);
            if (stop > 0) {
                // In the last step there may be nothing left that could be stopped.
                assertTrue(history.ending() == Ending.STOP_REQUESTED || history.steps() == stop, history::toString);
            } else {
                assertNotEquals(Ending.STOP_REQUESTED, history.ending());
            }
            if (stop > 0) {
                return new Result(history, "", Map.of());
            }
            Path model = folder.resolve("model.safetensors");
            ModelFile.save(model, network, Map.of());
            Path last = CheckpointFile.latest(
                            options.checkpoints().orElseThrow().directory())
                    .orElseThrow();
            return new Result(history, HexFormat.of().formatHex(Files.readAllBytes(model)), tensors(last));
        }
    }

    private static Map<String, List<Double>> tensors(Path file) {
        Map<String, List<Double>> all = new TreeMap<>();
        try (SafetensorsFile saved = SafetensorsFile.open(file);
                Arena arena = Arena.ofConfined()) {
            for (TensorEntry entry : saved.tensors().values()) {
                if (!entry.name().equals(StateTensors.HISTORY)) {
                    int elements = Math.toIntExact(entry.elements());
                    Tensor tensor = Tensor.over(arena.allocate(8L * elements, 8), DType.F64, 1, elements);
                    saved.read(entry.name(), tensor);
                    List<Double> values = new ArrayList<>();
                    for (double value : tensor.toArray()[0]) {
                        values.add(value);
                    }
                    all.put(entry.name(), values);
                }
            }
        }
        return all;
    }

    /** Returns all figures but times. */
    private static List<EpochMetrics> figures(History history) {
        return history.epochs().stream()
                .map(epoch -> new EpochMetrics(
                        epoch.epoch(),
                        epoch.learningRate(),
                        epoch.trainLoss(),
                        epoch.trainAccuracy(),
                        epoch.validationLoss(),
                        epoch.validationAccuracy(),
                        0,
                        0,
                        epoch.metrics()))
                .toList();
    }
}
