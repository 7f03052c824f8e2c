package io.github.panagrad.nn;

import com.sun.management.ThreadMXBean;
import io.github.panagrad.tensor.Activation;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures what predictions of a single row allocate, for {@link PredictorAllocationTest}, in a JVM of its own. */
final class PredictorAllocationProbe {
    private static final int INPUTS = 37;
    private static final int OUTPUTS = 5;
    private static final int WINDOW_CALLS = 1000;

    /** Asked for once: looking it up allocates, and not always the same. */
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** On a busy machine the compiler takes seconds. */
    private static final int MAX_WINDOWS = 10_000;

    private static final int QUIET_WINDOWS = 3;

    /** Results go here, or the compiler would not make them. */
    @SuppressWarnings("unused")
    private static volatile double @Nullable [] sink;

    private PredictorAllocationProbe() {}

    /** Prints a line for each loss and kind of call, ending in the bytes beyond the result that a call allocates. */
    public static void main(String[] args) {
        Arithmetic.all()
                .forEach(arithmetic -> Loss.choices().all().forEach(loss -> {
                    NetworkSpec spec = NetworkSpec.inputs(INPUTS)
                            .dense(65, Activation.relu(), 0.5)
                            .dense(13, Activation.tanh())
                            .output(OUTPUTS, loss);
                    double[] row = Networks.normals(1, INPUTS, 3)[0];
                    double[] result = new double[OUTPUTS];
                    try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 1);
                            Network other = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 2);
                            Ensemble ensemble = new Ensemble(List.of(network, other));
                            Predictor several = new Predictor(ensemble);
                            Predictor predictor = new Predictor(network)) {
                        Runnable makes = () -> sink = predictor.predict(row);
                        Runnable fills = () -> predictor.predict(row, result);
                        long array = perCall(() -> sink = new double[OUTPUTS]);
                        print(arithmetic, loss, "makes", beyond(makes, array));
                        print(arithmetic, loss, "fills", beyond(fills, 0));
                        print(arithmetic, loss, "ensemble", beyond(() -> several.predict(row, result), 0));
                    }
                }));
    }

    private static void print(Arithmetic arithmetic, Loss loss, String call, long bytes) {
        System.out.println("case " + arithmetic + " " + loss.name() + " " + call + " " + bytes);
    }

    /** Returns 0 after some windows in a row with nothing beyond what is expected, or what the last had beyond it. */
    private static long beyond(Runnable call, long expected) {
        int quiet = 0;
        long bytes = -1;
        for (int w = 0; w < MAX_WINDOWS && quiet < QUIET_WINDOWS; w++) {
            bytes = perCall(call) - expected;
            quiet = bytes == 0 ? quiet + 1 : 0;
        }
        return bytes;
    }

    /** A window's bytes for each call, rounded up. */
    private static long perCall(Runnable call) {
        // Asking allocates, too: what two questions in a row differ by.
        long asking = -allocated() + allocated();
        long before = allocated();
        for (int i = 0; i < WINDOW_CALLS; i++) {
            call.run();
        }
        return Math.ceilDiv(allocated() - before - asking, WINDOW_CALLS);
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
