package io.github.panagrad.cli.report;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints a line for each epoch, under a line that says what the columns are. */
public final class EpochTable implements TrainingListener {
    private final Consumer<String> printer;
    private final int epochs;
    private final boolean classes;
    private final boolean validation;
    private boolean hasHeader;

    /**
     * Makes a table.
     *
     * @param printer takes each line
     * @param epochs the epochs there will be
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
        // Not by the number of the epoch: a training that is resumed does not begin with the first.
        if (!hasHeader) {
            hasHeader = true;
            printer.accept(line("epoch", "loss", "accuracy", "validation loss", "accuracy", "seconds", "samples/s"));
        }
        printer.accept(line(
                metrics.epoch() + "/" + epochs,
                Figures.loss(metrics.trainLoss()),
                Figures.percent(metrics.trainAccuracy()),
                Figures.loss(metrics.validationLoss()),
                Figures.percent(metrics.validationAccuracy()),
                Figures.seconds(metrics.seconds()),
                Figures.count(metrics.samplesPerSecond())));
    }

    private String line(
            String epoch,
            String loss,
            String accuracy,
            String validationLoss,
            String validationAccuracy,
            String seconds,
            String rate) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%9s %12s", epoch, loss));
        if (classes) {
            line.append(String.format(Locale.ROOT, " %10s", accuracy));
        }
        if (validation) {
            line.append(String.format(Locale.ROOT, " %16s", validationLoss));
            if (classes) {
                line.append(String.format(Locale.ROOT, " %10s", validationAccuracy));
            }
        }
        return line.append(String.format(Locale.ROOT, " %9s %12s", seconds, rate))
                .toString();
    }
}
