package io.github.panagrad.cli.command;

import io.github.panagrad.cli.options.BenchOptions;
import io.github.panagrad.cli.options.MachineOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.output.BackendText;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.measure.PredictBenchmark;
import io.github.panagrad.measure.StepBenchmark;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad bench}. */
@Command(
        name = "bench",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Times the training steps of a network on random data, alternating with its matrix products alone,"
                        + " done in the fastest way: divided like the step, whole on one thread, or whole on OpenBLAS's own"
                        + " threads.",
        footer = {
            "",
            "Times are medians. The ratio is the time of a step divided by that of its products. Measure on an idle machine, without"
                    + " OPENBLAS_CORETYPE in the environment.",
            "",
            "Examples:",
            "  panagrad bench --layers 784-512-256-10 --batch-size 128 --threads 2",
            "  panagrad bench --layers 784-128-10 --predict --json"
        })
public final class BenchCommand implements Callable<Integer> {
    /** The most time spent waiting for the JVM to compile. */
    private static final double WARM_UP_SECONDS = 10;

    private final Console console;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NetworkSpec spec = options.spec();
        DType dtype = options.dtype();
        TrainingConfig config = options.config(machine.threads());
        double seconds = options.seconds();
        boolean predict = options.predict(machine.threads());
        machine.check();
        Backend backend = machine.backend();
        BenchText text = new BenchText(console.out());
        if (predict) {
            PredictBenchmark.Result result = PredictBenchmark.run(spec, dtype, backend, seconds);
            if (options.json()) {
                console.out().print(BenchJson.of(spec, dtype, backend, result));
            } else {
                text.print(spec, dtype, BackendText.describe(backend), result);
            }
            return ExitCode.DONE;
        }
        StepBenchmark benchmark = Values.checked(
                "--batch-size " + config.optimization().batchSize(),
                () -> new StepBenchmark(spec, dtype, backend, config));
        StepBenchmark.Result result = benchmark.run(seconds, Math.max(seconds, WARM_UP_SECONDS));
        if (options.json()) {
            console.out().print(BenchJson.of(spec, dtype, backend, config, result));
        } else {
            text.print(spec, dtype, BackendText.describe(backend), config, result);
        }
        return ExitCode.DONE;
    }
}
