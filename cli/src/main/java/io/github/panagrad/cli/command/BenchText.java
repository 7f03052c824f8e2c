package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.measure.PredictBenchmark;
import io.github.panagrad.measure.StepBenchmark;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.DType;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Measurements, for people.
 *
 * @param out receives the lines
 */
public record BenchText(PrintStream out) {

    /**
     * Prints the measurements of training steps.
     *
     * @param backend a description
     */
    public void print(
            NetworkSpec spec, DType dtype, String backend, TrainingConfig config, StepBenchmark.Result result) {
        line(
                "network",
                spec.widths() + ", " + dtype.label() + ", batches of " + result.batchSize() + ", "
                        + config.optimization().optimizer().name() + ", " + result.threads()
                        + (result.threads() == 1 ? " thread" : " threads")
                        + (config.execution().reproducible() ? ", reproducible" : ""));
        line("backend", backend);
        line(
                "step",
                micros(result.median()) + " (10 % below " + micros(result.p10()) + ", 10 % above "
                        + micros(result.p90()) + ")");
        line(
                "speed",
                NumberText.count(result.samplesPerSecond()) + " samples/s, "
                        + String.format(Locale.ROOT, "%.1f GFLOP/s", result.gigaflops()));
        line("products", micros(result.products()) + " (" + result.productsName() + ")");
        line("ratio", String.format(Locale.ROOT, "%.3f", result.ratio()));
        line(
                "memory",
                String.format(Locale.ROOT, "%.1f bytes allocated per step on the heap; ", result.heapBytesPerStep())
                        + NumberText.bytes(result.nativeBytes()) + " off it");
    }

    /**
     * Prints the measurements of predictions.
     *
     * @param backend a description
     */
    public void print(NetworkSpec spec, DType dtype, String backend, PredictBenchmark.Result result) {
        line("network", spec.widths() + ", " + dtype.label() + ", predictions on 1 thread");
        line("backend", backend);
        TextTable table = new TextTable().row("rows of a call", "median", "99th percentile", "samples/s");
        for (PredictBenchmark.Calls calls : result.calls()) {
            table.row(
                    String.valueOf(calls.batchSize()),
                    micros(calls.median()),
                    micros(calls.p99()),
                    NumberText.count(calls.samplesPerSecond()));
        }
        table.print(out);
        line("weights", micros(result.weightsRead()) + " to read them once");
        line("memory", NumberText.bytes(result.nativeBytes()) + " off the heap");
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, micros < 100 ? "%.2f us" : "%.1f us", micros);
    }

    private void line(String name, String value) {
        out.println(String.format(Locale.ROOT, "%-9s %s", name, value));
    }
}
