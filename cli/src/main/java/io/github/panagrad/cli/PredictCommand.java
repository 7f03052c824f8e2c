package io.github.panagrad.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panagrad predict}. */
@Command(
        name = "predict",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Writes a saved network's predictions for data as CSV: the predicted class and the"
                + " probabilities p0, p1, ... (for hinge the decision values d0, d1, ...), or the predicted value.",
        footer = {
            "",
            "A CSV file may have the target's column, which is not looked at, or lack it. A classifier of two classes"
                    + " with one output gives p1 only.",
            "",
            "Example:",
            "  panagrad predict --model m.safetensors --data new.csv --out predictions.csv"
        })
final class PredictCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @OptionGroup("Output")
    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The CSV file to write. Required.")
    private @Nullable Path out;

    PredictCommand(Console console) {
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
        try (LoadedModel model = LoadedModel.load(options, source, true);
                Evaluator evaluator = model.evaluator()) {
            AtomicFile.write(target, channel -> {
                try (Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
                        CsvWriter csv = CsvWriter.builder()
                                .lineDelimiter(LineDelimiter.LF)
                                .build(writer)) {
                    write(csv, evaluator, model);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            });
            console.out().println("wrote " + model.data().samples().size() + " predictions to " + target);
        }
        return Failures.DONE;
    }

    private static void write(CsvWriter csv, Evaluator evaluator, LoadedModel model) {
        NetworkSpec spec = model.network().spec();
        Dataset samples = model.data().samples();
        boolean classes = spec.loss().isClassification();
        csv.writeRecord(header(spec));
        Predictions.forEachBlock(evaluator, samples, block -> {
            for (double[] row : block) {
                List<String> fields = new ArrayList<>();
                if (classes) {
                    fields.add(String.valueOf(Predictions.predictedClass(row, spec.loss())));
                }
                for (double value : row) {
                    fields.add(number(value, model.network().dtype()));
                }
                csv.writeRecord(fields);
            }
        });
    }

    private static List<String> header(NetworkSpec spec) {
        List<String> names = new ArrayList<>(List.of("predicted"));
        if (!spec.loss().isClassification()) {
            for (int c = 1; c < spec.outputs(); c++) {
                names.add("predicted" + (c + 1));
            }
        } else {
            String kind = spec.loss() instanceof PointLoss.Hinge ? "d" : "p";
            for (int c = spec.outputs() == 1 ? 1 : 0; c < Predictions.classes(spec); c++) {
                names.add(kind + c);
            }
        }
        return names;
    }

    /** All digits that the network's type has, and no more. */
    private static String number(double value, DType dtype) {
        return dtype == DType.F32 ? Float.toString((float) value) : Double.toString(value);
    }
}
