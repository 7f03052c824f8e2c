package io.github.panagrad.cli.training;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints a line for each epoch, below a header. The requested metrics come after the losses and accuracies. */
public final class EpochTable implements TrainingListener {
    private static final int METRIC_WIDTH = 10;

    private final Consumer<String> printer;
    private final int epochs;
    private final boolean classes;
    private final boolean validation;
    private boolean hasHeader;

    /**
     * Makes a table.
     *
     * @param printer receives each line
     * @param epochs the number of epochs
     * @param classes whether there are accuracies
     * @param validation whether there is a validation set
     */
    public EpochTable(Consumer<String> printer, int epochs, boolean classes, boolean validation) {
        this.printer = printer;
        this.epochs = epochs;
        this.classes = classes;
        this.validation = validation;
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        List<String> names = List.copyOf(metrics.metrics().keySet());
        // Not by the number of the epoch: a training that is resumed does not begin with the first.
        if (!hasHeader) {
            hasHeader = true;
            printer.accept(line(
                    List.of("epoch", "loss", "accuracy", "validation loss", "accuracy", "seconds", "samples/s"),
                    names,
                    names));
        }
        printer.accept(line(
                List.of(
                        metrics.epoch() + "/" + epochs,
                        NumberText.loss(metrics.trainLoss()),
                        NumberText.percent(metrics.trainAccuracy()),
                        NumberText.loss(metrics.validationLoss()),
                        NumberText.percent(metrics.validationAccuracy()),
                        NumberText.seconds(metrics.seconds()),
                        NumberText.count(metrics.samplesPerSecond())),
                names,
                metrics.metrics().values().stream().map(NumberText::loss).toList()));
    }

    /**
     * Returns a line.
     *
     * @param cells of all columns that a table may have
     * @param names of the metrics, which decide how wide their columns are
     * @param metrics a cell for each metric
     */
    private String line(List<String> cells, List<String> names, List<String> metrics) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%9s %12s", cells.get(0), cells.get(1)));
        if (classes) {
            line.append(String.format(Locale.ROOT, " %10s", cells.get(2)));
        }
        if (validation) {
            line.append(String.format(Locale.ROOT, " %16s", cells.get(3)));
            if (classes) {
                line.append(String.format(Locale.ROOT, " %10s", cells.get(4)));
            }
        }
        for (int m = 0; m < metrics.size(); m++) {
            int width = Math.max(METRIC_WIDTH, names.get(m).length());
            line.append(String.format(Locale.ROOT, " %" + width + "s", metrics.get(m)));
        }
        return line.append(String.format(Locale.ROOT, " %9s %12s", cells.get(5), cells.get(6)))
                .toString();
    }
}
