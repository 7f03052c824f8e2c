package io.github.panagrad.cli.report;

import io.github.panagrad.nn.TrainingListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar over all samples of all epochs, on a terminal's last line; other lines are printed above it by
 * {@link #printAbove}. Closed by its owner.
 */
public final class ProgressLine implements TrainingListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 200;
    private static final int WIDTH = 78;

    /** Carriage return and "erase line" of ECMA-48, which every terminal that is not dumb knows. */
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintStream terminal;
    private final ProgressBar bar;
    private final long samplesPerEpoch;

    /**
     * Draws the bar.
     *
     * @param terminal where it is drawn
     * @param samplesPerEpoch the samples of one epoch
     * @param epochs the epochs there will be
     */
    public ProgressLine(PrintStream terminal, long samplesPerEpoch, int epochs) {
        this.terminal = terminal;
        this.samplesPerEpoch = samplesPerEpoch;
        this.bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(samplesPerEpoch * epochs)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new Drawing())
                .build();
    }

    /** Draws the bar in a thread of the library's; lines come from the training's. */
    private final class Drawing implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String text) {
            synchronized (terminal) {
                terminal.print('\r' + text);
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
        bar.stepTo((epoch - 1) * samplesPerEpoch + samples);
    }

    /** Ends the bar and clears its line. */
    @Override
    public void close() {
        bar.close();
    }
}
