package io.github.panagrad.cli.training;

import io.github.panagrad.cli.output.NumberText;
import java.util.Locale;

/**
 * The text of a progress bar: {@code epoch 3/10 [===>    ] 34 %, loss 0.1234, 98.76 %, 123,456 samples/s, 0:12 left}.
 *
 * @param samplesPerEpoch the samples of one epoch
 * @param epochs the number of epochs
 */
record ProgressText(long samplesPerEpoch, int epochs) {
    private static final int LEAST_BAR = 5;

    /** Over less time than this, a rate measures the compiler more than the training. */
    private static final double LEAST_SECONDS = 0.2;

    /**
     * Returns a line.
     *
     * @param done the samples that were trained on
     * @param seconds the time that this process took for its own
     * @param metrics the metrics of the last epoch as text, or empty
     * @param width the number of characters; the line is shorter only if there is no room for a bar
     */
    String render(SamplesDone done, double seconds, String metrics, int width) {
        long total = samplesPerEpoch * epochs;
        long epoch = Math.min(epochs, done.all() / samplesPerEpoch + 1);
        double share = (double) done.all() / total;
        String before = "epoch " + epoch + "/" + epochs + " ";
        StringBuilder after = new StringBuilder(String.format(Locale.ROOT, " %.0f %%", 100 * share));
        if (!metrics.isEmpty()) {
            after.append(", ").append(metrics);
        }
        if (done.here() > 0 && seconds >= LEAST_SECONDS) {
            double rate = done.here() / seconds;
            after.append(", ").append(NumberText.count(rate)).append(" samples/s, ");
            after.append(time((total - done.all()) / rate)).append(" left");
        }
        int bar = width - before.length() - after.length() - 2;
        String text = bar < LEAST_BAR ? before + after.toString().strip() : before + bar(share, bar) + after;
        return text.length() <= width ? text : text.substring(0, width);
    }

    private static String bar(double share, int length) {
        int filled = (int) (share * length);
        String head = filled < length ? ">" : "";
        return "[" + "=".repeat(filled) + head + " ".repeat(length - filled - head.length()) + "]";
    }

    /** Minutes and seconds, and hours where there are some. */
    static String time(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
