package io.github.panagrad.report;

import io.github.panagrad.report.page.Markup;
import io.github.panagrad.report.page.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The charts of a {@link StudyReport}, as SVG in the colours of the page: they have no text but numbers and names, which the
 * reader's own fonts draw.
 *
 * @param report at least one trial has a value
 */
record StudyCharts(StudyReport report) {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 340;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;

    /** Where the first of the parallel axes is, and how far the last one is from the right. */
    private static final int FIRST_AXIS = 40;

    private static final int LAST_AXIS = 85;

    /** The size of the text, and the width of its characters: fonts differ, and few have wider ones. */
    private static final int FONT_SIZE = 13;

    private static final double CHAR_WIDTH = 7.2;

    /** Between a label and what is next to it. */
    private static final int GAP = 5;

    /** Values so much worse than the middle ones are drawn at the edge, so that the others can be told apart. */
    private static final double FAR = 3;

    /** The values that are shown. */
    private record Range(double low, double high) {
        double share(double value) {
            return high > low ? Math.clamp((value - low) / (high - low), 0, 1) : 0.5;
        }
    }

    private Range range() {
        double[] values = report.trials().stream()
                .mapToDouble(StudyReport.Trial::value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double low = values[0];
        double high = values[values.length - 1];
        double middle = values[values.length / 2];
        return report.isHigherBetter()
                ? new Range(Math.max(low, middle - FAR * (high - middle)), high)
                : new Range(low, Math.min(high, middle + FAR * (middle - low)));
    }

    /** Returns the values over the trials, and the best so far. */
    String history() {
        Range range = range();
        int count = report.trials().size();
        Markup svg = begin("Values of " + count + " trials, and the best so far");
        frame(svg);
        for (double share : new double[] {0, 0.5, 1}) {
            text(svg, LEFT - 8, y(share) + 4, "end", Numbers.figure(range.low + share * (range.high - range.low)));
        }
        text(svg, LEFT, HEIGHT - BOTTOM + 22, "middle", "0");
        text(svg, WIDTH - RIGHT, HEIGHT - BOTTOM + 22, "middle", String.valueOf(count - 1));
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "trial");
        StringBuilder line = new StringBuilder();
        double best = Double.NaN;
        for (int i = 0; i < count; i++) {
            StudyReport.Trial trial = report.trials().get(i);
            double x = LEFT + (double) (WIDTH - LEFT - RIGHT) * i / Math.max(1, count - 1);
            if (Double.isFinite(trial.value())) {
                svg.begin(
                        "circle",
                        "cx",
                        number(x),
                        "cy",
                        number(y(range.share(trial.value()))),
                        "r",
                        "3.5",
                        "fill",
                        "var(--axis)");
                svg.element("title", describe(trial));
                svg.end();
                boolean isBetter =
                        Double.isNaN(best) || (report.isHigherBetter() ? trial.value() > best : trial.value() < best);
                best = isBetter ? trial.value() : best;
            }
            if (!Double.isNaN(best)) {
                line.append(number(x))
                        .append(',')
                        .append(number(y(range.share(best))))
                        .append(' ');
            }
        }
        svg.empty(
                "polyline",
                "points",
                line.toString().strip(),
                "fill",
                "none",
                "stroke",
                "var(--s0)",
                "stroke-width",
                "2");
        return svg.end().toString();
    }

    private static String describe(StudyReport.Trial trial) {
        return "trial " + trial.number() + ": " + Numbers.figure(trial.value());
    }

    /** Returns the parameters of trials on parallel axes, the value last. */
    String parallel() {
        Range range = range();
        Markup svg = begin("Parameters of the trials on parallel axes");
        int axes = report.axes().size() + 1;
        double gap = x(1, axes) - x(0, axes);
        for (int a = 0; a < axes; a++) {
            double x = x(a, axes);
            svg.empty(
                    "line",
                    "x1",
                    number(x),
                    "y1",
                    number(TOP),
                    "x2",
                    number(x),
                    "y2",
                    number(HEIGHT - BOTTOM),
                    "stroke",
                    "var(--axis)");
            if (a == axes - 1) {
                text(svg, WIDTH, HEIGHT - 8, "end", report.metric(), LAST_AXIS + gap / 2 - GAP);
                text(svg, x + GAP, y(1) + 4, "start", Numbers.figure(range.high));
                text(svg, x + GAP, y(0) + 4, "start", Numbers.figure(range.low));
            } else {
                StudyReport.Axis axis = report.axes().get(a);
                if (a == 0) {
                    text(svg, 0, HEIGHT - 8, "start", axis.name(), FIRST_AXIS + gap / 2 - GAP);
                } else {
                    text(svg, x, HEIGHT - 8, "middle", axis.name(), gap - GAP);
                }
                labels(svg, axis, x + GAP, gap - 2 * GAP);
            }
        }
        List<StudyReport.Trial> best = report.best();
        int coloured = Math.max(1, best.size() / 10);
        for (int i = best.size() - 1; i >= 0; i--) {
            line(svg, best.get(i), range, i < coloured);
        }
        return svg.end().toString();
    }

    private static void labels(Markup svg, StudyReport.Axis axis, double x, double width) {
        if (axis.choices().isEmpty()) {
            text(svg, x, y(0) + 4, "start", Numbers.tick(axis.low()), width);
            text(svg, x, y(1) + 4, "start", Numbers.tick(axis.high()), width);
        }
        for (String choice : axis.choices()) {
            text(svg, x, y(position(axis, choice).orElse(0)) + 4, "start", choice, width);
        }
    }

    private void line(Markup svg, StudyReport.Trial trial, Range range, boolean isColoured) {
        int axes = report.axes().size() + 1;
        List<String> points = new ArrayList<>();
        for (int a = 0; a < axes - 1; a++) {
            StudyReport.Axis axis = report.axes().get(a);
            OptionalDouble position = position(axis, trial.parameters().getOrDefault(axis.name(), ""));
            if (position.isPresent()) {
                points.add(number(x(a, axes)) + "," + number(y(position.getAsDouble())));
            }
        }
        points.add(number(x(axes - 1, axes)) + "," + number(y(range.share(trial.value()))));
        svg.begin(
                "polyline",
                "points",
                String.join(" ", points),
                "fill",
                "none",
                "stroke",
                isColoured ? "var(--s0)" : "var(--axis)",
                "stroke-width",
                isColoured ? "2" : "1",
                "opacity",
                isColoured ? "0.9" : "0.35");
        svg.element("title", describe(trial));
        svg.end();
    }

    /** Returns where a value is on its axis, in [0, 1]; empty if it has no such value. */
    private static OptionalDouble position(StudyReport.Axis axis, String text) {
        if (!axis.choices().isEmpty()) {
            int choice = axis.choices().indexOf(text);
            return choice < 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            (double) choice / Math.max(1, axis.choices().size() - 1));
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
        double share = axis.isLogarithmic()
                ? Math.log(value / axis.low()) / Math.log(axis.high() / axis.low())
                : (value - axis.low()) / (axis.high() - axis.low());
        // First trials may be outside of what is searched.
        return share >= 0 && share <= 1 ? OptionalDouble.of(share) : OptionalDouble.empty();
    }

    private static double x(int axis, int axes) {
        return FIRST_AXIS + (double) (WIDTH - FIRST_AXIS - LAST_AXIS) * axis / Math.max(1, axes - 1);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private static Markup begin(String description) {
        return new Markup()
                .begin(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "role",
                        "img",
                        "aria-label",
                        description);
    }

    private static void frame(Markup svg) {
        svg.empty(
                "polyline",
                "points",
                LEFT + "," + TOP + " " + LEFT + "," + (HEIGHT - BOTTOM) + " " + (WIDTH - RIGHT) + ","
                        + (HEIGHT - BOTTOM),
                "fill",
                "none",
                "stroke",
                "var(--axis)");
    }

    private static void text(Markup svg, double x, double y, String anchor, String text) {
        text(svg, x, y, anchor, text, WIDTH);
    }

    /** Writes what there is room for; the pointer shows all of it. */
    private static void text(Markup svg, double x, double y, String anchor, String text, double width) {
        int most = Math.max(2, (int) (width / CHAR_WIDTH));
        boolean isCut = text.length() > most;
        svg.begin(
                "text",
                "x",
                number(x),
                "y",
                number(y),
                "text-anchor",
                anchor,
                "font-size",
                String.valueOf(FONT_SIZE),
                "fill",
                "var(--ink)");
        if (isCut) {
            svg.element("title", text);
        }
        svg.text(isCut ? text.substring(0, most - 1) + "…" : text).end();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
