package io.github.panagrad.cli.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.panagrad.cli.data.CarriedColumns;
import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.model.LoadedModel;
import io.github.panagrad.cli.model.Predictions;
import io.github.panagrad.cli.options.DataOptions;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panagrad predict}. */
@Command(
        name = "predict",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Writes a saved model's predictions for data as CSV: the predicted class and the probability of"
                + " each (for hinge the decision values), or the predicted value in the target's units.",
        footer = {
            "",
            "A table needs the columns that the model was trained on, by name in any order, or by position where there is"
                    + " no header. The target's column is not used and may be missing.",
            "",
            "Example:",
            "  panagrad predict --model m.safetensors --data new.csv --out predictions.csv"
        })
public final class PredictCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @OptionGroup("Output")
    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The CSV file to write. Required.")
    private @Nullable Path out;

    @OptionGroup("Output")
    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description =
                    "The column of a table that tells the rows apart, by name or by position from 0, to be written"
                            + " before the predictions. Default: none.")
    private @Nullable String id;

    @OptionGroup("Output")
    @Option(
            names = "--keep",
            paramLabel = "all|COLUMN[,COLUMN...]",
            hideParamSyntax = true,
            split = ",",
            description =
                    "Columns of a table to be written before the predictions, by name or by position from 0, or all."
                            + " Default: none.")
    private @Nullable List<String> keep;

    @OptionGroup("Output")
    @Option(
            names = "--raw-text",
            description =
                    "Write text as it is. Otherwise names of classes and cells that a spreadsheet would run as a formula,"
                            + " because they begin with = + - @ and are no numbers, have an apostrophe in front. Default: false.")
    private boolean rawText;

    public PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path target = out;
        if (target == null) {
            throw new IllegalStateException("the parser lets nothing through without --out");
        }
        DataSource source = options.source();
        options.requireOther("--out", target, source);
        if (!(source instanceof DataSource.TableFiles)) {
            DataOptions.refuse("--id", id, "tables");
            DataOptions.refuse("--keep", keep == null ? null : String.join(",", keep), "tables");
        }
        try (LoadedModel model = LoadedModel.load(options, source, Optional.empty(), console);
                Evaluator evaluator = model.evaluator();
                CarriedColumns carried = carried(source, model)) {
            AtomicFile.write(target, channel -> {
                try (Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
                        CsvWriter csv = CsvWriter.builder()
                                .lineDelimiter(LineDelimiter.LF)
                                .build(writer)) {
                    write(new PredictionRows(csv, carried, rawText), evaluator, model);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            });
            console.out().println("wrote " + model.data().samples().size() + " predictions to " + Quoted.path(target));
        }
        return ExitCode.DONE;
    }

    /** Returns what is written before the predictions, or null. */
    private @Nullable CarriedColumns carried(DataSource source, LoadedModel model) {
        List<String> wanted = new ArrayList<>();
        if (id != null) {
            wanted.add(id);
        }
        List<String> kept = keep;
        if (!(source instanceof DataSource.TableFiles files) || (wanted.isEmpty() && kept == null)) {
            return null;
        }
        DataLoader.ModelRequest request = options.request(0, Optional.empty(), message -> {});
        boolean hasHeader =
                model.pipeline().map(pipeline -> pipeline.schema().hasHeader()).orElse(true);
        if (kept != null) {
            (kept.equals(List.of("all")) ? CarriedColumns.all(files, request, hasHeader) : kept)
                    .stream().filter(column -> !wanted.contains(column)).forEach(wanted::add);
        }
        CarriedColumns columns = CarriedColumns.read(files, request, hasHeader, wanted);
        try {
            columns.requireRows(model.data().samples().size());
        } catch (InvalidInputException e) {
            columns.close();
            throw e;
        }
        return columns;
    }

    private void write(PredictionRows rows, Evaluator evaluator, LoadedModel model) {
        NetworkSpec spec = model.ensemble().spec();
        DType dtype = model.ensemble().dtype();
        if (!spec.loss().isClassification()) {
            writeValues(rows, evaluator, model, dtype);
            return;
        }
        PredictionKind kind = spec.loss().predictionKind();
        List<String> names = classNames(model);
        List<String> cells = names.stream().map(rows::cell).toList();
        rows.header(header(names, kind));
        Predictions.forEachBlock(evaluator, model.data().samples(), block -> {
            for (double[] row : block) {
                List<String> fields = new ArrayList<>(List.of(cells.get(kind.predictedClass(row))));
                if (row.length == 1 && kind == PredictionKind.PROBABILITIES) {
                    fields.add(number(1 - row[0], dtype));
                }
                for (double value : row) {
                    fields.add(number(value, dtype));
                }
                rows.next(fields);
            }
        });
    }

    private static void writeValues(PredictionRows rows, Evaluator evaluator, LoadedModel model, DType dtype) {
        int outputs = model.ensemble().spec().outputs();
        rows.header(IntStream.range(0, outputs)
                .mapToObj(c -> c == 0 ? "predicted" : "predicted" + (c + 1))
                .toList());
        Optional<FittedTarget.Values> target = model.pipeline()
                .map(Pipeline::target)
                .filter(FittedTarget.Values.class::isInstance)
                .map(FittedTarget.Values.class::cast);
        Predictions.forEachBlock(evaluator, model.data().samples(), block -> {
            for (double[] row : block) {
                rows.next(Arrays.stream(row)
                        .map(value -> target.isPresent() ? target.get().predict(value) : value)
                        .mapToObj(value -> number(value, dtype))
                        .toList());
            }
        });
    }

    private static List<String> classNames(LoadedModel model) {
        return model.pipeline()
                .map(Quality::classNames)
                .orElseGet(() -> IntStream.range(
                                0, Predictions.classes(model.ensemble().spec()))
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** A classifier with one output has one decision value, that of class 1, but a probability of both classes. */
    private static List<String> header(List<String> names, PredictionKind kind) {
        List<String> header = new ArrayList<>(List.of("predicted"));
        boolean isOne = kind == PredictionKind.DECISION_VALUES && names.size() == 2;
        for (String name : isOne ? names.subList(1, 2) : names) {
            header.add((kind == PredictionKind.PROBABILITIES ? "probability_" : "decision_") + name);
        }
        return header;
    }

    /** All digits of the network's type, and no more. */
    private static String number(double value, DType dtype) {
        return dtype == DType.F32 ? Float.toString((float) value) : Double.toString(value);
    }
}
