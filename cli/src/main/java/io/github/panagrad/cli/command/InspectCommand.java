package io.github.panagrad.cli.command;

import io.github.panagrad.cli.model.ModelFacts;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.table.pipeline.ColumnTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code panagrad inspect}: reads a model's header, without its tensors and without loading OpenBLAS. */
@Command(
        name = "inspect",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Prints a saved network's layers, shapes, number of parameters, what became of a table's columns, and how it"
                        + " was trained.",
        footer = {
            "",
            "Examples:",
            "  panagrad inspect --model m.safetensors",
            "  panagrad inspect --model m.safetensors --show-config > run.yaml"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final String NOTHING = "-";

    private final Console console;

    @OptionGroup("Model")
    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The saved network. Required.")
    private @Nullable Path model;

    @OptionGroup("Output")
    @Option(
            names = "--show-config",
            description =
                    "Print only the options that the network was trained with, as YAML for --config. Default: false.")
    private boolean showConfig;

    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = model;
        if (file == null) {
            throw new IllegalStateException("the parser lets nothing through without --model");
        }
        ModelFile.Contents contents = ModelFile.inspect(file);
        PrintStream out = console.out();
        if (showConfig) {
            out.print(config(file, contents));
            return ExitCode.DONE;
        }
        out.println("file        " + Quoted.path(file) + " (" + NumberText.bytes(Files.size(file)) + ")");
        int members = contents.members();
        if (members > 1) {
            out.println("members     " + members + " networks, which predict together: the tensors of the first are"
                    + " called members.0.layers.0.weight and so on, those of the last members." + (members - 1)
                    + ".layers.0.weight");
        }
        for (ModelFile.Part part : contents.parts()) {
            out.println("network     " + NetworkText.describe(part.spec(), contents.dtype())
                    + (contents.parts().size() == 1
                            ? ""
                            : "; " + part.networks() + " of them, of weight " + part.weight()));
            layers(part.spec()).print(out);
        }
        columns(contents.facts(), out);
        if (!contents.facts().isEmpty()) {
            // Any tool may have written the file.
            out.println("training:");
            TreeMap<String, String> facts = new TreeMap<>(contents.facts());
            facts.remove(ColumnTable.FACT);
            facts.computeIfPresent(ModelFacts.CONFIG, (_, _) -> "all options; --show-config prints them");
            facts.forEach((name, value) -> out.println("  " + Quoted.bare(name) + " = " + Quoted.sentence(value)));
        }
        return ExitCode.DONE;
    }

    /** Prints what became of the columns of a table. */
    private static void columns(Map<String, String> facts, PrintStream out) {
        Optional<ColumnTable> columns;
        try {
            columns = ColumnTable.ofFacts(facts);
        } catch (PipelineException e) {
            // Any tool may have written the file.
            out.println("columns     " + Quoted.sentence(String.valueOf(e.getMessage())));
            return;
        }
        if (columns.isEmpty()) {
            return;
        }
        boolean hasNotes = !columns.get().notes().isEmpty();
        TextTable table = new TextTable().leftAligned();
        List<String> header = new ArrayList<>(List.of("column", "read as", "values", "missing", "became"));
        addIf(hasNotes, header, "notes");
        header.add("why");
        table.row(header);
        for (ColumnTable.Row column : columns.get().rows()) {
            List<String> row = new ArrayList<>(List.of(
                    column.column(), column.readAs(), column.valuesText(), column.missingText(), column.became()));
            addIf(hasNotes, row, column.notesText());
            row.add(column.why());
            table.row(row);
        }
        table.print(out);
        for (int n = 0; n < columns.get().notes().size(); n++) {
            out.println("note " + (n + 1) + ": "
                    + Quoted.message(columns.get().notes().get(n)));
        }
    }

    private static String config(Path file, ModelFile.Contents contents) {
        String config = contents.facts().get(ModelFacts.CONFIG);
        if (config == null) {
            throw new InvalidInputException(
                    file + " does not record how it was trained; inspect without --show-config shows what it records");
        }
        return config.lines().map(Quoted::line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** A property that no layer has gets no column. */
    private static TextTable layers(NetworkSpec spec) {
        boolean normalized = NetworkText.hasNormalization(spec);
        boolean skips = NetworkText.hasSkip(spec);
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("layer", "inputs", "units", "activation", "dropout"));
        addIf(normalized, header, "normalization");
        addIf(skips, header, "skip");
        header.addAll(List.of("weight", "bias", "parameters"));
        table.row(header);
        for (int e = 0; e < spec.embeddings().size(); e++) {
            Layer layer = spec.embeddings().get(e);
            List<String> row = new ArrayList<>(List.of(
                    "embeddings." + e,
                    "column " + layer.inputColumn().orElseThrow(),
                    String.valueOf(spec.embeddingWidth(e)),
                    NOTHING,
                    NOTHING));
            addIf(normalized, row, NOTHING);
            addIf(skips, row, NOTHING);
            addParameters(row, spec, Parameter.EMBEDDINGS, e);
            table.row(row);
        }
        for (int l = 0; l < spec.layers(); l++) {
            List<String> row = new ArrayList<>(List.of(
                    "layers." + l,
                    String.valueOf(spec.fanIn(l)),
                    String.valueOf(spec.fanOut(l)),
                    spec.layer(l).summary(),
                    String.valueOf(spec.dropout(l))));
            addIf(normalized, row, NetworkText.normalization(spec.layer(l)));
            addIf(skips, row, String.valueOf(spec.skip(l)));
            addParameters(row, spec, Parameter.LAYERS, l);
            table.row(row);
        }
        return table;
    }

    private static void addIf(boolean wanted, List<String> row, String cell) {
        if (wanted) {
            row.add(cell);
        }
    }

    /** The shapes of weights and biases, and how many numbers are trained: scales and slopes too, and no running averages. */
    private static void addParameters(List<String> row, NetworkSpec spec, String group, int index) {
        List<Parameter> own = Parameter.of(spec).stream()
                .filter(parameter -> parameter.group().equals(group) && parameter.index() == index)
                .toList();
        row.add(shape(own, "weight"));
        row.add(shape(own, "bias"));
        row.add(NumberText.count(own.stream()
                .filter(Parameter::isTrained)
                .mapToLong(Parameter::size)
                .sum()));
    }

    private static String shape(List<Parameter> parameters, String label) {
        return parameters.stream()
                .filter(parameter -> parameter.label().equals(label))
                .map(parameter -> parameter.isVector()
                        ? "[" + parameter.columns() + "]"
                        : "[" + parameter.rows() + ", " + parameter.columns() + "]")
                .findFirst()
                .orElse(NOTHING);
    }
}
