package io.github.panagrad.cli.training;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * A progress bar over all samples of all epochs, with loss, accuracy, speed and the time left, on the last line of a
 * terminal; other lines are printed above it by {@link #printAbove}. Closed by its owner.
 */
public final class ProgressLine implements TrainingListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 200;
    private static final int WIDTH = 78;

    /** Carriage return and "erase line" of ECMA-48, which every terminal that is not dumb understands. */
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintStream terminal;
    private final ProgressBar bar;
    private final SamplesDone samplesDone;
    private final ProgressText text;
    private final boolean validation;
    private volatile String metrics = "";

    /**
     * Draws the bar.
     *
     * @param terminal where it is drawn
     * @param samplesPerEpoch the samples of one epoch
     * @param samplesPerStep the samples of a full batch
     * @param epochs the number of epochs
     * @param validation whether there is a validation set, whose metrics are then shown
     */
    public ProgressLine(
            PrintStream terminal, long samplesPerEpoch, long samplesPerStep, int epochs, boolean validation) {
        this.terminal = terminal;
        this.samplesDone = new SamplesDone(samplesPerEpoch, samplesPerStep);
        this.validation = validation;
        this.text = new ProgressText(samplesPerEpoch, epochs);
        this.bar = new ProgressBarBuilder()
                .setInitialMax(samplesPerEpoch * epochs)
                .setRenderer((state, width) ->
                        text.render(samplesDone, state.getElapsedAfterStart().toNanos() * 1e-9, metrics, width))
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new Drawing())
                .build();
    }

    /** Draws the bar on a thread of the library; lines come from the thread that trains. */
    private final class Drawing implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String line) {
            synchronized (terminal) {
                terminal.print(CLEAR + line);
                terminal.flush();
            }
        }

        @Override
        public void clear() {
            erase();
        }

        @Override
        public void close() {
            erase();
        }
    }

    private void erase() {
        synchronized (terminal) {
            terminal.print(CLEAR);
            terminal.flush();
        }
    }

    /** Prints a line where the bar is; the bar is drawn again below it. */
    public void printAbove(PrintStream out, String line) {
        synchronized (terminal) {
            erase();
            out.println(line);
            out.flush();
        }
        bar.refresh();
    }

    @Override
    public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
        samplesDone.afterStep(epoch, samples);
        bar.stepTo(samplesDone.all());
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        double loss = validation ? metrics.validationLoss() : metrics.trainLoss();
        double accuracy = validation ? metrics.validationAccuracy() : metrics.trainAccuracy();
        // Shorter than in the table: the line has little room.
        this.metrics = String.format(Locale.ROOT, "loss %.4g", loss)
                + (Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, ", %.1f %%", 100 * accuracy));
    }

    /** Ends the bar and clears its line. */
    @Override
    public void close() {
        bar.close();
    }
}
