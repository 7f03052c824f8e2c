package io.github.panagrad.cli;

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
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.cli.report.JsonText;
import io.github.panagrad.cli.report.TextTable;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.table.pipeline.EncodedStorage;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad plan}: what {@code train} with the same options would take, without training. */
@Command(
        name = "plan",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Says how much memory a training takes, part by part, and whether this machine or container has it.",
        footer = {
            "",
            "With --data the data is read, as train does. Without, --layers is a whole network, with its inputs and"
                    + " outputs. What is off the heap is exact, the JVM's own memory an estimate. Exit code 2, with advice, if"
                    + " the training cannot fit.",
            "",
            "Examples:",
            "  panagrad plan --layers 784-512-256-10 --rows 60000 --batch-size 512",
            "  panagrad plan --data train.csv --layers 512,256 --optimizer sgd --json"
        })
final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private EnsembleOptions ensemble = new EnsembleOptions();

    PlanCommand(Console console) {
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
                json.writeNumberField("batch_size", request.config().batchSize());
                json.writeStringField("optimizer", request.config().optimizer().name());
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
        return Failures.DONE;
    }

    private MemoryRequest ofData(OptionalLong rows, int members) {
        TrainingRequest asked = TrainingRequest.of(options);
        stopping.check(asked.isValidated());
        LoadedData data = asked.load();
        TrainingRequest request = asked.forData(options, data);
        NetworkSpec spec = request.spec(data);
        DataSize size = TrainingRequest.size(data);
        return memory(
                request,
                spec,
                members,
                rows.isPresent() ? stored(size.withRows(rows.getAsLong())) : size,
                data.test() != null);
    }

    private MemoryRequest memory(
            TrainingRequest request, NetworkSpec spec, int members, DataSize data, boolean hasTest) {
        return request.memory(
                spec,
                options.machine().backend(),
                stopping.rule(Optional.of(spec.loss()), request.dtype()),
                members,
                data,
                hasTest);
    }

    /** Returns rows that are not there as {@code train} would keep those of a table. */
    private DataSize stored(DataSize size) {
        boolean isTable = !options.data().isGiven() || options.data().source() instanceof DataSource.TableFiles;
        boolean isMapped =
                isTable && options.data().store().rows(size.allInputBytes()) instanceof EncodedStorage.Mapped;
        return isMapped ? size.mapped() : size;
    }

    private MemoryRequest ofShape(OptionalLong wanted, int members) {
        WholeNetwork network = PlanOptions.network(options.network());
        TrainingRequest request = TrainingRequest.ofShape(options, network);
        NetworkSpec spec = Values.checked(
                "--layers " + options.network().layersOr(""),
                () -> NetworkSpec.inputs(network.inputs())
                        .inputDropout(request.inputDropout())
                        .layers(request.hidden())
                        .output(network.outputs(), request.loss().orElseGet(network::usualLoss)));
        request.requireTrainable(spec, 0);
        stopping.check(request.isValidated());
        long rows = wanted.orElse(0);
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
                "batches of " + request.config().batchSize() + ", "
                        + request.config().optimizer().name() + ", "
                        + request.backend().label() + " backend, "
                        + memory.plan().threads() + (memory.plan().threads() == 1 ? " thread" : " threads"));
        console.line(
                "data",
                data.rows() == 0
                        ? "not counted (give --rows or --data)"
                        : Figures.count(data.rows()) + " rows of " + Figures.count(data.columns()) + " columns, "
                                + data.cellBytes() + (data.cellBytes() == 1 ? " byte" : " bytes") + " each"
                                + (data.isMapped() ? ", in a file" : ""));
        TextTable table = new TextTable().row("memory", "", "bytes");
        for (Map.Entry<String, Long> part : memory.parts().entrySet()) {
            String name = part.getKey().equals("runtime") ? "JVM and OpenBLAS, about" : part.getKey();
            table.row(name, Figures.bytes(part.getValue()), Figures.count(part.getValue()));
        }
        table.row("in all, about", Figures.bytes(memory.total()), Figures.count(memory.total()));
        table.print(console.out());
        console.line("limit", limit.describe());
        console.line(
                "verdict",
                memory.fits(limit)
                        ? "fits: " + Figures.percent((double) memory.total() / limit.bytes()) + " of it"
                        : memory.canFit(limit) ? "may not fit: it depends on what the JVM takes" : "cannot fit");
    }
}
