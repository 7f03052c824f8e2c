package io.github.panagrad.nn;

import com.sun.management.ThreadMXBean;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Measures what training steps allocate, for {@link StepAllocationTest}, which runs it in a JVM of its own. */
final class StepAllocationProbe {
    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROWS = 70;
    private static final int WINDOW_STEPS = 300;
    private static final int MAX_WINDOWS = 2000;

    /** How long the compiler may take: on a busy machine it comes late. */
    private static final long PATIENCE_NANOS = 40_000_000_000L;

    private static final int QUIET_WINDOWS = 3;

    private StepAllocationProbe() {}

    /**
     * Prints a line for each optimiser, each kind of layer, each loss with and without weights of samples, and each limit of
     * the gradient, and one for the loop around the steps, ending in the bytes allocated; the arguments are the element type and
     * a folder.
     */
    public static void main(String[] args) {
        DType dtype = DType.ofLabel(args[0]);
        Penalty l2 = Penalty.of(List.of(new Regularizer.L2(0.01)));
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            print(optimizer.name(), measure(PLAIN, DATA, optimizer, l2, GradientClipping.none(), dtype));
        }
        FirstOrder adam = Optimizer.firstOrder().parse("adam");
        LayerNetworks.all()
                .forEach((name, spec) -> print(name, measure(spec, DATA, adam, l2, GradientClipping.none(), dtype)));
        for (Loss loss : Networks.losses()) {
            NetworkSpec spec =
                    NetworkSpec.inputs(19).dense(67, Activation.relu()).output(5, loss);
            Dataset plain = Networks.batch(ROWS, 19, 5, loss, 3);
            Dataset weighted = plain.withSampleWeights(
                    IntStream.range(0, ROWS).mapToDouble(r -> r % 3).toArray());
            print(loss.toString(), measure(spec, plain, adam, l2, GradientClipping.none(), dtype));
            print(loss + " weighted", measure(spec, weighted, adam, l2, GradientClipping.none(), dtype));
        }
        Penalty all = Penalty.of(Regularizer.choices().all());
        NetworkSpec everything = Objects.requireNonNull(LayerNetworks.all().get("everything"));
        GradientClipping byNorm = new GradientClipping.ByGlobalNorm(1e-3);
        print("everything", measure(everything, DATA, adam, all, byNorm, dtype));
        Workers parts = Workers.of(4, null);
        print(
                "everything in parts",
                measure(everything, everything.architecture(), DATA, adam, all, byNorm, dtype, parts));
        NetworkSpec members = Objects.requireNonNull(LayerNetworks.all().get("members with everything"));
        print(
                "members with batches of their own",
                measure(members, members.architecture().withOwnSamples(), DATA, adam, all, byNorm, dtype, parts));
        for (GradientClipping limit : GradientClipping.choices().all()) {
            print(limit.name(), measure(PLAIN, DATA, adam, all, limit, dtype));
        }
        for (Schedule schedule : schedules()) {
            Path folder = Path.of(args[1] + "-" + schedule.name());
            print("loop with " + schedule.name(), measureLoop(dtype, schedule, folder));
        }
    }

    /** Returns those that can go by steps. */
    static List<Schedule> schedules() {
        return Schedule.choices().all().stream()
                .filter(schedule -> !schedule.needsHistory())
                .toList();
    }

    /** Trains with all that may go on between steps, until an epoch's steps but the first allocate nothing. */
    private static long measureLoop(DType dtype, Schedule schedule, Path folder) {
        Dataset data = LayerNetworks.data(ROWS * WINDOW_STEPS, 3);
        TrainingConfig config = TrainingConfig.defaults()
                .withBatchSize(ROWS)
                .withEpochs(MAX_WINDOWS)
                .withThreads(2)
                .withScheduleBy(ScheduleUnit.STEP)
                .withSchedule(schedule);
        try (Network network = Network.create(PLAIN, dtype, Backend.NATIVE, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            LoopWindow window = new LoopWindow(trainer, data.size());
            trainer.fit(
                    data,
                    FitOptions.none()
                            .withListener(TrainingListener.NONE)
                            .withListener(window)
                            .withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), MAX_WINDOWS))
                            .withCheckpoints(Checkpoints.in(folder, new Interval.Time(Duration.ofDays(1)))));
            return window.bytes;
        }
    }

    /** Takes what is allocated from the first step of an epoch to the last. */
    private static final class LoopWindow implements TrainingListener {
        private final Trainer trainer;
        private final int size;
        private long[] threads = {};
        private long asking;
        private long before;
        private int quiet;
        private final long start = System.nanoTime();
        long bytes = -1;

        LoopWindow(Trainer trainer, int size) {
            this.trainer = trainer;
            this.size = size;
        }

        @Override
        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
            if (samples == ROWS) {
                threads = team();
                asking = -allocated(threads) + allocated(threads);
                before = allocated(threads);
            } else if (samples == size) {
                bytes = allocated(threads) - before - asking;
                quiet = bytes == 0 ? quiet + 1 : 0;
                if (quiet == QUIET_WINDOWS || !isPatient(start)) {
                    trainer.requestStop();
                }
            }
        }
    }

    private static final NetworkSpec PLAIN = NetworkSpec.inputs(LayerNetworks.INPUTS)
            .dense(67, Activation.relu(), 0.3)
            .dense(33, Activation.tanh())
            .output(3, Loss.meanSquaredError());

    private static final Dataset DATA = LayerNetworks.data(ROWS, 3);

    private static void print(String name, long bytes) {
        System.out.println("case " + name + " " + bytes);
    }

    private static long measure(
            NetworkSpec spec,
            Dataset data,
            FirstOrder optimizer,
            Penalty penalty,
            GradientClipping limit,
            DType dtype) {
        return measure(spec, spec.architecture(), data, optimizer, penalty, limit, dtype, Workers.ALONE);
    }

    private static long measure(
            NetworkSpec spec,
            Architecture architecture,
            Dataset data,
            FirstOrder optimizer,
            Penalty penalty,
            GradientClipping limit,
            DType dtype,
            Workers workers) {
        try (Network network = Network.create(spec, dtype, Backend.NATIVE, Initializer.he(), 1);
                WorkerTeam team = new WorkerTeam(2);
                TrainingStep step = new TrainingStep(
                        network.values(),
                        architecture,
                        team,
                        workers,
                        () -> optimizer.rule(network.backend(), network.dtype()),
                        ParameterFactors.none(),
                        optimizer.states(),
                        penalty,
                        limit,
                        ROWS,
                        rows -> StepPlan.of(architecture, rows, workers.parts(), false, 2))) {
            int[] order = new int[ROWS * architecture.gatheredPerSample()];
            Arrays.setAll(order, i -> i * 3 % ROWS);
            step.bind(data, order);
            return leastAllocation(step);
        }
    }

    /** Returns 0 after some windows in a row without allocation, or what the last window allocated. */
    private static long leastAllocation(TrainingStep step) {
        int quiet = 0;
        long bytes = -1;
        long number = 0;
        long start = System.nanoTime();
        for (int w = 0; w < MAX_WINDOWS && quiet < QUIET_WINDOWS && isPatient(start); w++) {
            long[] threads = team();
            // Asking allocates, too: what two questions in a row differ by.
            long asking = -allocated(threads) + allocated(threads);
            long before = allocated(threads);
            for (int i = 0; i < WINDOW_STEPS; i++) {
                step.drawMasks(++number);
                step.run(0, ROWS, number, 1e-6);
                step.keepStatistics();
            }
            bytes = allocated(threads) - before - asking;
            quiet = bytes == 0 ? quiet + 1 : 0;
        }
        return bytes;
    }

    private static boolean isPatient(long start) {
        return System.nanoTime() - start < PATIENCE_NANOS;
    }

    /** The caller and the workers; the workers of other tests' teams are at rest. */
    private static long[] team() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread == Thread.currentThread() || thread.getName().startsWith("panagrad-"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    /** Thread by thread: an array of answers would be allocated, or not, depending on what the compiler makes of this. */
    private static long allocated(long[] threads) {
        long bytes = 0;
        for (long thread : threads) {
            bytes += BEAN.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }
}
