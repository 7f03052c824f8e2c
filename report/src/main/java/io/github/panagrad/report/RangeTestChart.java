package io.github.panagrad.report;

import io.github.panagrad.nn.LearningRateRangeTest;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.NamedCurve;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.chart.XyPlot;
import io.github.panagrad.report.page.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The chart of a learning-rate range test: the loss over the rate. The same test gives the same bytes if the fonts are the same. */
public final class RangeTestChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final String PNG = ".png";
    private static final String SVG = ".svg";

    private RangeTestChart() {}

    /** Returns whether the format follows from a file's name: whether it ends in {@code .png} or {@code .svg}. */
    public static boolean canWrite(Path file) {
        return has(file, PNG) || has(file, SVG);
    }

    private static boolean has(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * Writes the chart completely or not at all.
     *
     * @param file its name ends in {@code .png} or {@code .svg}; a file of that name is replaced
     * @throws IllegalArgumentException if the name has another ending
     * @throws MissingFontsException if the machine has no fonts
     * @throws IOException if the file cannot be written
     */
    public static void write(LearningRateRangeTest test, Path file) throws IOException {
        if (!canWrite(file)) {
            throw new IllegalArgumentException(file + ": expected a name that ends in .png or .svg");
        }
        MissingFontsException.check();
        Drawing drawing = drawing(test);
        byte[] bytes = has(file, PNG) ? drawing.png() : drawing.svg(drawing.vectors());
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
    }

    private static Drawing drawing(LearningRateRangeTest test) {
        NamedCurve losses = new NamedCurve(
                "loss of the batch",
                test.points().stream()
                        .map(point -> new NamedCurve.Point(point.rate(), point.loss()))
                        .toList());
        NamedCurve smoothed = new NamedCurve(
                "smoothed",
                test.points().stream()
                        .map(point -> new NamedCurve.Point(point.rate(), point.smoothedLoss()))
                        .toList());
        double suggestion = test.suggestion();
        double there = test.points().stream()
                .filter(point -> point.rate() >= suggestion)
                .findFirst()
                .orElse(test.points().getLast())
                .smoothedLoss();
        XyPlot plot = new XyPlot(WIDTH, HEIGHT, "learning rate", scale(losses, true), "loss", scale(losses, false))
                .points(losses, Palette.AXIS, SeriesMarkers.CIRCLE)
                .line(smoothed, Palette.TRAINING, SeriesMarkers.NONE)
                .points(
                        new NamedCurve(
                                "suggested, " + Numbers.figure(suggestion),
                                List.of(new NamedCurve.Point(suggestion, there))),
                        Palette.INK,
                        SeriesMarkers.DIAMOND);
        return Drawing.of(
                "range-test",
                "Loss over the learning rate",
                "Loss of " + test.points().size() + " steps whose learning rate rises; " + Numbers.figure(suggestion)
                        + " is suggested.",
                plot.build());
    }

    private static Scale scale(NamedCurve curve, boolean horizontal) {
        return Scale.automatic(curve.points().stream()
                .mapToDouble(point -> horizontal ? point.x() : point.y())
                .toArray());
    }
}
