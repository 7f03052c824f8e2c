package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.measure.GemmBenchmark;
import io.github.panagrad.measure.StepBenchmark;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The speed of this machine: one matrix product, and whole training steps.
 *
 * @param out receives the tables
 */
record SpeedReport(PrintStream out) {
    private static final int GEMM_SIZE = 1024;

    /** Smaller for plain loops, which would take seconds. */
    private static final int JAVA_GEMM_SIZE = 256;

    private static final double GEMM_SECONDS = 0.25;
    private static final double STEP_SECONDS = 0.5;
    private static final double WARM_UP_SECONDS = 6;

    void print(Backend backend) {
        products(backend);
        steps(backend);
    }

    private void products(Backend backend) {
        int size = backend == Backend.NATIVE ? GEMM_SIZE : JAVA_GEMM_SIZE;
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), size);
        for (DType dtype : DType.values()) {
            StringBuilder text = new StringBuilder(dtype.label());
            for (int threads : processors == 1 ? List.of(1) : List.of(1, processors)) {
                double speed = GemmBenchmark.gigaflops(backend, dtype, size, threads, GEMM_SECONDS);
                text.append(String.format(
                        Locale.ROOT, ", %.1f GFLOP/s on %d thread%s", speed, threads, threads == 1 ? "" : "s"));
            }
            DoctorCommand.print(out, "products", text + " (" + backend.label() + ", " + size + " x " + size + ")");
        }
        out.flush();
    }

    private void steps(Backend backend) {
        TextTable table = new TextTable()
                .row("training, float32, adam", "batch", "threads", "samples/s", "products alone", "ratio");
        for (ExampleNetwork example : examples(backend)) {
            TrainingConfig config = TrainingConfig.defaults().withBatchSize(example.batchSize());
            StepBenchmark.Result result =
                    new StepBenchmark(example.spec(), DType.F32, backend, config).run(STEP_SECONDS, WARM_UP_SECONDS);
            table.row(
                    example.widths(),
                    String.valueOf(example.batchSize()),
                    String.valueOf(result.threads()),
                    NumberText.count(result.samplesPerSecond()),
                    NumberText.count(result.productSamplesPerSecond()),
                    String.format(Locale.ROOT, "%.2f", result.ratio()));
        }
        table.print(out);
        out.flush();
    }

    private static List<ExampleNetwork> examples(Backend backend) {
        return backend == Backend.JAVA
                ? List.of(ExampleNetwork.TABLE, ExampleNetwork.DIGITS)
                : List.of(ExampleNetwork.TABLE, ExampleNetwork.DIGITS, ExampleNetwork.DEEP_DIGITS);
    }
}
