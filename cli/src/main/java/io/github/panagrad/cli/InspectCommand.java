package io.github.panagrad.cli;

import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.cli.report.TextTable;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.NetworkSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code panagrad inspect}: reads a model's header, and neither its numbers nor a library. */
@Command(
        name = "inspect",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Prints a saved network's layers, shapes, number of parameters, and how it was trained.",
        footer = {"", "Example:", "  panagrad inspect --model m.safetensors"})
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The saved network.")
    private @Nullable Path model;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = model;
        if (file == null) {
            throw new IllegalStateException("the parser lets nothing through without --model");
        }
        ModelFile.Contents contents = ModelFile.inspect(file);
        NetworkSpec spec = contents.spec();
        PrintStream out = console.out();
        out.println("file        " + file + " (" + Figures.bytes(Files.size(file)) + ")");
        out.println("network     " + NetworkText.describe(spec, contents.dtype()));
        TextTable table = new TextTable()
                .row("layer", "inputs", "units", "activation", "dropout", "weight", "bias", "parameters");
        for (int l = 0; l < spec.layers(); l++) {
            table.row(
                    "layers." + l,
                    String.valueOf(spec.fanIn(l)),
                    String.valueOf(spec.fanOut(l)),
                    spec.activation(l).name(),
                    String.valueOf(spec.dropout(l)),
                    "[" + spec.fanOut(l) + ", " + spec.fanIn(l) + "]",
                    "[" + spec.fanOut(l) + "]",
                    Figures.count((spec.fanIn(l) + 1L) * spec.fanOut(l)));
        }
        table.print(out);
        if (!contents.facts().isEmpty()) {
            out.println("training:");
            new TreeMap<>(contents.facts())
                    .forEach((name, value) -> out.println("  " + clean(name) + " = " + clean(value)));
        }
        return Failures.DONE;
    }

    /** Any tool may have written the file: what could move a terminal's cursor is replaced. */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
