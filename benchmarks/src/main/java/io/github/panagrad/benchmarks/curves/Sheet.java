package io.github.panagrad.benchmarks.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Panels side by side as SVG, all with the same axes, so that they can be compared. Letters are text and curves have no more
 * points than they need: the file stays small.
 *
 * @param title what the panels show
 * @param description below the title
 * @param legend what each of a panel's curves is; may be empty
 * @param columns the panels in a row
 * @param horizontal the axis below each panel
 * @param vertical the axis on the left of each panel
 * @param panels what is drawn
 */
record Sheet(
        String title,
        String description,
        List<String> legend,
        int columns,
        Axis horizontal,
        Axis vertical,
        List<Panel> panels) {
    private static final int CELL_WIDTH = 236;
    private static final int CELL_HEIGHT = 176;
    private static final int WIDTH = 190;
    private static final int HEIGHT = 120;
    private static final int LEFT = 34;
    private static final int TOP = 24;
    private static final int HEADER = 58;

    /** A point that is closer than this to the line between its neighbours is left out, in pixels. */
    private static final double TOLERANCE = 0.05;

    /** Told apart by colour-blind readers too (Okabe and Ito), and by their dashes. */
    private static final List<String> STROKES =
            List.of("stroke=\"#0072b2\"", "stroke=\"#d55e00\" stroke-dasharray=\"5 3\"");

    /**
     * An axis.
     *
     * @param ticks where there are lines with labels, from its lower end to its upper
     */
    record Axis(List<Double> ticks) {
        /** Copies the list. */
        Axis {
            ticks = List.copyOf(ticks);
        }

        /** Returns where a value is, from 0 to 1 within the axis. */
        double share(double value) {
            return (value - ticks.getFirst()) / (ticks.getLast() - ticks.getFirst());
        }
    }

    /** Copies the lists. */
    Sheet {
        legend = List.copyOf(legend);
        panels = List.copyOf(panels);
    }

    /** Returns the drawing. */
    String svg() {
        int width = columns * CELL_WIDTH + 8;
        int height = HEADER + Math.ceilDiv(panels.size(), columns) * CELL_HEIGHT;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"11\" fill=\"#333333\">%n",
                width,
                height,
                width,
                height));
        svg.append("<title>").append(escaped(title)).append("</title>\n<desc>");
        svg.append(escaped(description)).append(" Panels: ");
        svg.append(escaped(panels.stream().map(Panel::title).collect(Collectors.joining("; "))));
        svg.append("</desc>\n<clipPath id=\"plot\"><rect width=\"" + WIDTH + "\" height=\"" + HEIGHT
                + "\"/></clipPath>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.append(text(LEFT, 20, "font-size=\"15\" font-weight=\"bold\"", title));
        svg.append(text(LEFT, 40, "font-size=\"12\"", description));
        for (int k = 0; k < legend.size(); k++) {
            int x = width - 110 * (legend.size() - k);
            svg.append(line(x, 16, x + 30, 16, STROKES.get(k) + " stroke-width=\"2\""));
            svg.append(text(x + 36, 20, "", legend.get(k)));
        }
        for (int p = 0; p < panels.size(); p++) {
            int x = p % columns * CELL_WIDTH + LEFT;
            int y = HEADER + p / columns * CELL_HEIGHT + TOP;
            svg.append("<g transform=\"translate(" + x + " " + y + ")\">\n");
            draw(panels.get(p), svg);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(Panel panel, StringBuilder svg) {
        svg.append(text(0, -8, "font-size=\"12\" font-weight=\"bold\"", panel.title()));
        for (double tick : horizontal.ticks()) {
            double x = WIDTH * horizontal.share(tick);
            svg.append(line(x, 0, x, HEIGHT, grid(tick)));
            svg.append(text(x, HEIGHT + 14, "text-anchor=\"middle\"", label(tick)));
        }
        for (double tick : vertical.ticks()) {
            double y = HEIGHT * (1 - vertical.share(tick));
            svg.append(line(0, y, WIDTH, y, grid(tick)));
            svg.append(text(-5, y + 4, "text-anchor=\"end\"", label(tick)));
        }
        svg.append("<g clip-path=\"url(#plot)\" fill=\"none\" stroke-width=\"2\">\n");
        // The first lies on top.
        for (int k = panel.curves().size() - 1; k >= 0; k--) {
            svg.append("<polyline " + STROKES.get(k) + " points=\""
                    + points(panel.curves().get(k)) + "\"/>\n");
        }
        svg.append("</g>\n");
    }

    private static String grid(double tick) {
        return tick == 0 ? "stroke=\"#999999\"" : "stroke=\"#dddddd\"";
    }

    private String points(Panel.Curve curve) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < curve.x().length; i++) {
            double x = WIDTH * horizontal.share(curve.x()[i]);
            double y = HEIGHT * (1 - vertical.share(curve.y()[i]));
            if (curve.isStepped() && i > 0) {
                add(points, new double[] {x, points.getLast()[1]});
            }
            add(points, new double[] {x, y});
        }
        return points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point[0], point[1]))
                .collect(Collectors.joining(" "));
    }

    /** Adds a point, in place of the last if that is on the way to it from the one before. */
    private static void add(List<double[]> points, double[] next) {
        int size = points.size();
        if (size >= 2) {
            double[] before = points.get(size - 2);
            double[] last = points.get(size - 1);
            double length = Math.hypot(next[0] - before[0], next[1] - before[1]);
            double area = (next[0] - before[0]) * (last[1] - before[1]) - (next[1] - before[1]) * (last[0] - before[0]);
            if (Math.abs(area) <= TOLERANCE * length) {
                points.removeLast();
            }
        }
        points.add(next);
    }

    private static String line(double x1, double y1, double x2, double y2, String attributes) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>%n",
                x1,
                y1,
                x2,
                y2,
                attributes);
    }

    private static String text(double x, double y, String attributes, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>%n",
                x,
                y,
                attributes.isEmpty() ? "" : " " + attributes,
                escaped(text));
    }

    private static String label(double tick) {
        String number = tick == Math.rint(tick) ? String.valueOf(Math.round(tick)) : String.valueOf(tick);
        return number.replace('-', '−');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Returns the whole numbers of a range, a step apart. */
    static Axis axis(int from, int to, int step) {
        return new Axis(IntStream.iterate(from, tick -> tick <= to, tick -> tick + step)
                .mapToObj(tick -> (double) tick)
                .toList());
    }
}
