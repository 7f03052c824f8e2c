package io.github.panagrad.cli.command;

import io.github.panagrad.cli.options.Names;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.OutputPaths;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.onnx.OnnxExport;
import io.github.panagrad.onnx.OnnxInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code panagrad export}: without loading OpenBLAS. */
@Command(
        name = "export",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Writes a saved model as an ONNX file, which other runtimes compute, with the preprocessing of its"
                        + " table in the graph.",
        footer = {
            "",
            "docs/onnx.md describes the inputs and outputs, with programs that use them.",
            "",
            "Example:",
            "  panagrad export --model m.safetensors --out m.onnx"
        })
public final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @OptionGroup("Model")
    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            description = "The saved model, of float32. Required.")
    private @Nullable Path model;

    @OptionGroup("Output")
    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The ONNX file to write. Required.")
    private @Nullable Path out;

    @OptionGroup("Output")
    @Option(
            names = "--inputs",
            paramLabel = "NAME",
            description =
                    "columns: an input for each column, called like it; grouped: one for all numbers and one for all"
                            + " texts; tensor: the network's inputs, after preprocessing. Default: columns, or tensor for a model"
                            + " without preprocessing.")
    private @Nullable String inputs;

    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path source = model;
        Path target = out;
        if (source == null || target == null) {
            throw new IllegalStateException("the parser lets nothing through without --model and --out");
        }
        OnnxInputs wanted = inputs == null ? null : Names.onnxInputs(inputs);
        OutputPaths.check("--out", target);
        OutputPaths.requireDifferent("--out", target, "--model", source);
        OnnxExport.convert(source, target, wanted);
        console.out().println("wrote " + Quoted.path(target) + " (" + NumberText.bytes(Files.size(target)) + ")");
        return ExitCode.DONE;
    }
}
