package io.github.panagrad.cli.command;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.options.RangeTestOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.nn.LearningRateRangeTest;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.report.RangeTestChart;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad range-test}. */
@Command(
        name = "range-test",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Searches for a learning rate: trains for some steps with a rate that rises from step to step, and"
                        + " records the loss (the learning-rate range test, Smith 2017).",
        footer = {
            "",
            "The loss is smoothed over about ten steps; the test ends when it exceeds four times its minimum. The suggested"
                    + " rate is a tenth of the rate at the minimum. Nothing is saved but the chart.",
            "",
            "Example:",
            "  panagrad range-test --data mnist --layers 512,256 --plot rates.png"
        })
public final class RangeTestCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private RangeTestOptions range = new RangeTestOptions();

    public RangeTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TrainingRequest asked = TrainingRequest.of(options);
        range.check(asked.config());
        options.learning().refuseRates("range-test");
        Optional<Path> plot = range.plot(asked.source());
        Backend backend = options.machine().backend();
        LoadedData data = options.weights().weighted(asked.load(console));
        TrainingRequest request = asked.forData(options, data, data.training().size());
        NetworkSpec spec = request.spec(data);
        request.requireTrainable(spec, data.training().size());
        MemoryRequest memory =
                request.memory(spec, backend, 1, TrainingRequest.size(data).withHeldRows(0), false);
        new MemoryAdvice(memory, MemoryLimit.find()).require(memory.memory());
        LearningRateRangeTest result;
        try (Network network =
                request.network(spec, backend, request.config().execution().seed(), data.training())) {
            result = range.run(network, data.training(), request.config());
        }
        if (plot.isPresent()) {
            RangeTestChart.write(result, plot.get());
        }
        if (range.json()) {
            console.out().println(RangeTestText.json(result));
            return ExitCode.DONE;
        }
        console.line("data", data.describe());
        console.line("network", NetworkText.describe(spec, request.dtype()));
        RangeTestText.lines(result).forEach(console::line);
        plot.ifPresent(file -> console.line("plot", file.toString()));
        return ExitCode.DONE;
    }
}
