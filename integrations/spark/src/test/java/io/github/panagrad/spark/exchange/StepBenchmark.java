package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Times training steps of two processes of this machine, one core each, that train a network together, alternating with steps of the
 * same processes by themselves on as many rows.
 *
 * <p>Arguments: none, or the widths of the network and the rows of each worker, such as {@code 784,128,10 512}.
 */
final class StepBenchmark {
    /** As the command line has, see cli/src/main/distribution/jvm.options: vector code is slow until it is compiled. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--add-modules=jdk.incubator.vector",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,io.github.panagrad.tensor.kernel.vector.*::*,0.1",
            "-XX:-UseProfiledLoopPredicate");

    private static final int ROUNDS = 8;
    private static final int MOST_BATCHES = 50;
    private static final int LEAST_STEPS = 12;
    private static final long MULTIPLICATIONS = 1L << 36;

    private StepBenchmark() {}

    /** Starts both processes, and waits for them; or is one of them. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 4) {
            work(Integer.parseInt(args[0]), Path.of(args[1]), args[2], Integer.parseInt(args[3]));
            return;
        }
        String widths = args.length > 0 ? args[0] : "1024,2048,2048,1000";
        String rows = args.length > 1 ? args[1] : "512";
        TwoProcesses.run(StepBenchmark.class, true, JVM_OPTIONS, widths, rows);
    }

    private static void work(int worker, Path folder, String text, int rows) throws IOException, InterruptedException {
        int[] widths =
                Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
        NetworkSpec.Builder builder = NetworkSpec.inputs(widths[0]);
        for (int l = 1; l < widths.length - 1; l++) {
            builder = builder.dense(widths[l], Activation.relu());
        }
        NetworkSpec spec = builder.output(widths[widths.length - 1], Loss.softmaxCrossEntropy());
        // A fraction of a second in each round, or a few steps of a large network.
        int steps = (int) Math.max(LEAST_STEPS, MULTIPLICATIONS / (3 * spec.parameterCount() * rows));
        Dataset data = data(spec, rows * Math.min(steps, MOST_BATCHES), worker);
        int epochs = Math.ceilDiv(steps, MOST_BATCHES);
        TrainingConfig config = TrainingConfig.defaults().withEpochs(epochs).withThreads(1);
        try (ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
                TcpExchange exchange =
                        port.connect(worker, AddressFolder.tell(folder, "steps", worker, 2, port.address()))) {
            List<Double> together = new ArrayList<>();
            List<Double> alone = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<Double> shared = steps(spec, config.withBatchSize(2 * rows), data, exchange);
                List<Double> own = steps(spec, config.withBatchSize(rows), data, null);
                // The first round is for the compiler.
                if (round > 0) {
                    together.addAll(shared);
                    alone.addAll(own);
                }
            }
            double with = median(together);
            double without = median(alone);
            System.out.printf(
                    Locale.ROOT,
                    "worker %d, %s, %d rows: a step together %.2f ms, by itself %.2f ms: the exchange is %.1f %% of the step%n",
                    worker,
                    text,
                    rows,
                    with,
                    without,
                    100 * (with - without) / with);
        }
    }

    private static List<Double> steps(
            NetworkSpec spec, TrainingConfig config, Dataset data, @Nullable GradientExchange exchange) {
        List<Double> times = new ArrayList<>();
        try (Network network = Network.create(spec, DType.F32, Backend.NATIVE, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config, exchange)) {
            trainer.fit(data, null, new TrainingListener() {
                private long last;

                @Override
                public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                    long now = System.nanoTime();
                    // The first steps touch memory for the first time.
                    if (step > 2) {
                        times.add((now - last) / 1e6);
                    }
                    last = now;
                }
            });
        }
        return times;
    }

    private static Dataset data(NetworkSpec spec, int rows, int seed) {
        Random random = new Random(seed);
        float[][] features = new float[rows][spec.inputs()];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < features[r].length; c++) {
                features[r][c] = random.nextFloat();
            }
            labels[r] = r % spec.outputs();
        }
        labels[0] = spec.outputs() - 1;
        return Dataset.of(features, labels);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
