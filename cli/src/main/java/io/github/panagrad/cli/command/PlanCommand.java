package io.github.panagrad.cli.command;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryJson;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.memory.TrainingMemory;
import io.github.panagrad.cli.options.EnsembleOptions;
import io.github.panagrad.cli.options.PlanOptions;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.options.WholeNetwork;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.table.pipeline.EncodedStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad plan}: the memory that {@code train} with the same options would need, without training. */
@Command(
        name = "plan",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Prints how much memory a training needs, part by part, and whether this machine or container has it.",
        footer = {
            "",
            "With --data the data is read, as train does. Without it, --layers is a whole network, with its inputs and"
                    + " outputs. Memory off the heap is exact, the JVM's own an estimate. Exit code 2, with advice, if the"
                    + " training cannot fit.",
            "",
            "Examples:",
            "  panagrad plan --layers 784-512-256-10 --rows 60000 --batch-size 512",
            "  panagrad plan --data train.csv --layers 512,256 --optimizer sgd --json"
        })
public final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private EnsembleOptions ensemble = new EnsembleOptions();

    public PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // Refused before data is read.
        OptionalLong rows = plan.rows();
        int members = ensemble.members();
        MemoryRequest request = options.data().isGiven() ? ofData(rows, members) : ofShape(rows, members);
        TrainingMemory memory = request.memory();
        MemoryLimit limit = MemoryLimit.find();
        if (plan.json()) {
            console.out().println(JsonText.object(json -> {
                json.writeStringField("layers", request.spec().widths());
                json.writeNumberField("parameters", request.spec().parameterCount());
                json.writeStringField("dtype", request.dtype().label());
                json.writeNumberField(
                        "batch_size", request.config().optimization().batchSize());
                json.writeStringField(
                        "optimizer", request.config().optimization().optimizer().name());
                json.writeStringField("backend", request.backend().label());
                json.writeNumberField("threads", memory.plan().threads());
                json.writeNumberField("rows", request.data().rows());
                MemoryJson.write(json, memory, limit);
            }));
        } else {
            print(request, memory, limit);
        }
        console.out().flush();
        new MemoryAdvice(request, limit).require(memory);
        return ExitCode.DONE;
    }

    private MemoryRequest ofData(OptionalLong rows, int members) {
        TrainingRequest asked = TrainingRequest.of(options);
        stopping.check(asked.isValidated());
        LoadedData data = asked.load(console);
        int training =
                rows.isPresent() ? training(rows.getAsLong()) : data.training().size();
        TrainingRequest request = asked.forData(options, data, training);
        NetworkSpec spec = request.spec(data);
        DataSize size = TrainingRequest.size(data);
        return memory(
                request,
                spec,
                members,
                rows.isPresent() ? stored(size.withRows(rows.getAsLong())) : size,
                data.test() != null);
    }

    /** Returns how many of some rows are trained on. */
    private int training(long rows) {
        return (int) Math.min(
                Integer.MAX_VALUE, rows - Math.round(rows * options.validation().share()));
    }

    private MemoryRequest memory(
            TrainingRequest request, NetworkSpec spec, int members, DataSize data, boolean hasTest) {
        // It takes no memory, but must be one that train accepts.
        stopping.rule(Optional.of(spec.loss()), request.dtype());
        return request.memory(spec, options.machine().backend(), members, data, hasTest);
    }

    /** Returns the size of rows that were not read, kept as {@code train} would keep those of a table. */
    private DataSize stored(DataSize size) {
        boolean isTable = !options.data().isGiven() || options.data().source() instanceof DataSource.TableFiles;
        boolean isMapped =
                isTable && options.data().store().rows(size.allInputBytes()) instanceof EncodedStorage.Mapped;
        return isMapped ? size.mapped() : size;
    }

    private MemoryRequest ofShape(OptionalLong wanted, int members) {
        WholeNetwork network = PlanOptions.network(options.network());
        long rows = wanted.orElse(0);
        TrainingRequest request = TrainingRequest.ofShape(options, network, training(rows));
        NetworkSpec spec = Values.checked(
                "--layers " + Quoted.bare(options.network().layersOr("")),
                () -> NetworkSpec.inputs(network.inputs())
                        .inputDropout(request.inputDropout())
                        .layers(request.layers(List.of()))
                        .output(network.outputs(), request.loss().orElseGet(network::usualLoss)));
        request.requireTrainable(spec, 0);
        stopping.check(request.isValidated());
        return memory(
                request,
                spec,
                members,
                rows == 0
                        ? DataSize.NONE
                        : stored(DataSize.of(
                                rows,
                                spec.inputs(),
                                request.dtype(),
                                spec.loss().isClassification() ? 0 : spec.outputs())),
                false);
    }

    private void print(MemoryRequest request, TrainingMemory memory, MemoryLimit limit) {
        DataSize data = request.data();
        console.line("network", NetworkText.describe(request.spec(), request.dtype()));
        console.line(
                "training",
                "batches of " + request.config().optimization().batchSize() + ", "
                        + request.config().optimization().optimizer().name() + ", "
                        + request.backend().label() + " backend, "
                        + memory.plan().threads() + (memory.plan().threads() == 1 ? " thread" : " threads"));
        console.line(
                "data",
                data.rows() == 0
                        ? "not counted (give --rows or --data)"
                        : NumberText.count(data.rows()) + " rows of " + NumberText.count(data.columns()) + " columns, "
                                + data.cellBytes() + (data.cellBytes() == 1 ? " byte" : " bytes") + " each"
                                + (data.isMapped() ? ", in a file" : ""));
        TextTable table = new TextTable().row("memory", "", "bytes");
        for (Map.Entry<String, Long> part : memory.parts().entrySet()) {
            String name = part.getKey().equals("runtime") ? "JVM and OpenBLAS, about" : part.getKey();
            table.row(name, NumberText.bytes(part.getValue()), NumberText.count(part.getValue()));
        }
        table.row("in all, about", NumberText.bytes(memory.total()), NumberText.count(memory.total()));
        table.print(console.out());
        console.line("limit", limit.describe());
        console.line(
                "verdict",
                memory.fits(limit)
                        ? "fits: " + NumberText.percent((double) memory.total() / limit.bytes()) + " of it"
                        : memory.canFit(limit) ? "may not fit: it depends on how much the JVM needs" : "cannot fit");
    }
}
