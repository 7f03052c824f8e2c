package io.github.panagrad.measure;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;

/** Times the calls of a {@link Predictor} on one thread, alternating with reading the weights once. */
public final class PredictBenchmark {
    private static final List<Integer> BATCHES = List.of(1, 32, 1024);
    private static final int TURNS = 10;

    /** A nanosecond in microseconds. */
    private static final double MICROS = 1e-3;

    private PredictBenchmark() {}

    /**
     * The calls with a certain number of rows, in microseconds.
     *
     * @param batchSize the rows of a call
     */
    public record Calls(int batchSize, double median, double p99) {
        /** Returns the samples that are predicted in a second. */
        public double samplesPerSecond() {
            return batchSize / (median * 1e-6);
        }
    }

    /**
     * What was measured.
     *
     * @param weightsRead the median time of reading all weights once on one thread, in microseconds: a lower bound for a single row
     * @param nativeBytes the memory off the heap
     */
    public record Result(List<Calls> calls, double weightsRead, long nativeBytes) {}

    /** The calls with a certain number of rows, and how long they took. */
    private record Timed(int batchSize, Runnable call, Samples times) {
        Calls calls() {
            return new Calls(batchSize, times.median() * MICROS, times.percentile(0.99) * MICROS);
        }
    }

    /**
     * Measures.
     *
     * @param seconds about how long; as much again is spent on warming up
     */
    public static Result run(NetworkSpec spec, DType dtype, Backend backend, double seconds) {
        try (Network network = Network.create(spec, dtype, backend, Initializer.he(), 1);
                Predictor predictor = new Predictor(network)) {
            Samples readings = new Samples();
            List<Timed> all = BATCHES.stream()
                    .map(batch -> new Timed(batch, call(predictor, spec, batch), new Samples()))
                    .toList();
            double share = seconds / TURNS / (all.size() + 1);
            for (int turn = 0; turn < 2 * TURNS; turn++) {
                if (turn == TURNS) {
                    readings.clear();
                    all.forEach(timed -> timed.times.clear());
                }
                readings.time(() -> read(network), share);
                all.forEach(timed -> timed.times.time(timed.call, share));
            }
            return new Result(all.stream().map(Timed::calls).toList(), readings.median() * MICROS, network.bytes());
        }
    }

    private static Runnable call(Predictor predictor, NetworkSpec spec, int batch) {
        double[][] rows = new double[batch][spec.inputs()];
        RandomKey key = RandomKey.of(5);
        for (int r = 0; r < batch; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                rows[r][c] = key.uniform((long) r * spec.inputs() + c);
            }
        }
        if (batch == 1) {
            double[] result = new double[spec.outputs()];
            return () -> predictor.predict(rows[0], result);
        }
        return () -> predictor.predict(rows);
    }

    /** A sum of squares reads each weight once and does next to nothing else. */
    private static void read(Network network) {
        Kernels kernels = Kernels.of(network.backend(), network.dtype());
        double sum = 0;
        for (int l = 0; l < network.spec().layers(); l++) {
            sum += kernels.sumOfSquares(network.weights(l));
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a weight is not a number");
        }
    }
}
