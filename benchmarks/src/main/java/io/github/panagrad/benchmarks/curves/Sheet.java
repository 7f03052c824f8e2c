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
 * @param horizontal the axis below each panel
 * @param vertical the axis on the left of each panel
 * @param panels what is drawn
 */
record Sheet(
        String title, String description, List<String> legend, Axis horizontal, Axis vertical, List<Panel> panels) {
    private static final int COLUMNS = 3;
    private static final int CELL_WIDTH = 276;
    private static final int CELL_HEIGHT = 176;
    private static final int WIDTH = 230;
    private static final int HEIGHT = 120;
    private static final int LEFT = 34;
    private static final int TOP = 24;
    private static final int HEADER = 58;

    /** How far a curve may be from what is drawn, in pixels. */
    private static final double TOLERANCE = 0.05;

    /** Distinguishable by colour-blind readers (Okabe and Ito), and by their dashes. */
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
        int width = COLUMNS * CELL_WIDTH + 8;
        int height = HEADER + Math.ceilDiv(panels.size(), COLUMNS) * CELL_HEIGHT;
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
            int x = p % COLUMNS * CELL_WIDTH + LEFT;
            int y = HEADER + p / COLUMNS * CELL_HEIGHT + TOP;
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
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < curve.x().length; i++) {
            double x = WIDTH * horizontal.share(curve.x()[i]);
            double y = HEIGHT * (1 - vertical.share(curve.y()[i]));
            if (curve.isStepped() && i > 0) {
                points.add(new Point(x, points.getLast().y()));
            }
            points.add(new Point(x, y));
        }
        List<Point> needed = new ArrayList<>(List.of(points.getFirst()));
        simplify(points, needed);
        return needed.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.x(), point.y()))
                .collect(Collectors.joining(" "));
    }

    private record Point(double x, double y) {
        /** Returns how far this is from the line through two others. */
        double distance(Point from, Point to) {
            double dx = to.x - from.x;
            double dy = to.y - from.y;
            double length = Math.hypot(dx, dy);
            return length == 0
                    ? Math.hypot(x - from.x, y - from.y)
                    : Math.abs(dx * (y - from.y) - dy * (x - from.x)) / length;
        }
    }

    /**
     * Adds the points after the first that are needed (Douglas and Peucker, "Algorithms for the reduction of the number of points
     * required to represent a digitized line", 1973).
     */
    private static void simplify(List<Point> points, List<Point> needed) {
        int farthest = 0;
        double most = 0;
        for (int i = 1; i < points.size() - 1; i++) {
            double distance = points.get(i).distance(points.getFirst(), points.getLast());
            if (distance > most) {
                farthest = i;
                most = distance;
            }
        }
        if (most <= TOLERANCE) {
            needed.add(points.getLast());
        } else {
            simplify(points.subList(0, farthest + 1), needed);
            simplify(points.subList(farthest, points.size()), needed);
        }
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
