package io.github.panagrad.cli.measure;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.List;

/** Times the calls of a {@link Predictor} on one thread, in turns with reading the weights once. */
public final class PredictBenchmark {
    private static final List<Integer> BATCHES = List.of(1, 32, 1024);
    private static final int TURNS = 10;
    private static final double NANOS = 1e-9;

    /** A nanosecond in microseconds. */
    private static final double MICROS = 1e-3;

    private PredictBenchmark() {}

    /**
     * The calls with some number of rows, in microseconds.
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
     * @param weightsRead the median time of reading all weights once on one thread, in microseconds: less is not possible
     *     for a single row
     * @param nativeBytes the memory off the heap
     */
    public record Result(List<Calls> calls, double weightsRead, long nativeBytes) {}

    /** Something to time, and its times. */
    private record Timed(int batchSize, Runnable call, Samples times) {
        void run(double seconds) {
            long begin = System.nanoTime();
            long now = begin;
            do {
                times.reserve(1);
                long before = System.nanoTime();
                call.run();
                now = System.nanoTime();
                times.add(now - before);
            } while ((now - begin) * NANOS < seconds);
        }
    }

    /**
     * Measures.
     *
     * @param seconds how long, about; as much again is spent on getting up to speed
     */
    public static Result run(NetworkSpec spec, DType dtype, Backend backend, double seconds) {
        try (Network network = Network.create(spec, dtype, backend, Initializer.he(), 1);
                Predictor predictor = new Predictor(network)) {
            List<Timed> all = new ArrayList<>();
            Timed reading = new Timed(0, () -> read(network), new Samples());
            all.add(reading);
            for (int batch : BATCHES) {
                all.add(new Timed(batch, call(predictor, spec, batch), new Samples()));
            }
            for (int turn = 0; turn < 2 * TURNS; turn++) {
                if (turn == TURNS) {
                    all.forEach(timed -> timed.times.clear());
                }
                all.forEach(timed -> timed.run(seconds / TURNS / all.size()));
            }
            List<Calls> calls = all.stream()
                    .skip(1)
                    .map(timed -> new Calls(
                            timed.batchSize, timed.times.median() * MICROS, timed.times.percentile(0.99) * MICROS))
                    .toList();
            return new Result(calls, reading.times.median() * MICROS, network.bytes());
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
        Kernels kernels = network.backend().kernels(network.dtype());
        double sum = 0;
        for (int l = 0; l < network.spec().layers(); l++) {
            sum += kernels.sumOfSquares(network.weights(l));
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a weight is not a number");
        }
    }
}
