package io.github.panagrad.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The colours of all charts. Colour-blind readers can distinguish the series (Okabe and Ito, "Color Universal Design", 2008;
 * without their yellow, which is too pale for a line on white).
 */
public final class Palette {
    static final Color PAPER = Color.WHITE;
    public static final Color INK = new Color(0x333333);
    static final Color GRID = new Color(0xE2E2E2);
    public static final Color AXIS = new Color(0x999999);
    public static final Color TRAINING = new Color(0x0072B2);
    public static final Color VALIDATION = new Color(0xD55E00);

    private static final List<Color> SERIES = List.of(
            TRAINING,
            VALIDATION,
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x7A5195),
            new Color(0x6B6B6B));

    /** The variables of the page for colours, each with two values: for light and for dark paper. */
    private static final Map<Color, String> VARIABLES = Map.ofEntries(
            Map.entry(PAPER, "none"),
            Map.entry(INK, "var(--ink)"),
            Map.entry(GRID, "var(--grid)"),
            Map.entry(AXIS, "var(--axis)"),
            Map.entry(SERIES.get(0), "var(--s0)"),
            Map.entry(SERIES.get(1), "var(--s1)"),
            Map.entry(SERIES.get(2), "var(--s2)"),
            Map.entry(SERIES.get(3), "var(--s3)"),
            Map.entry(SERIES.get(4), "var(--s4)"),
            Map.entry(SERIES.get(5), "var(--s5)"),
            Map.entry(SERIES.get(6), "var(--s6)"),
            Map.entry(SERIES.get(7), "var(--s7)"));

    private Palette() {}

    /** Returns the number of distinct colours for series. */
    public static int size() {
        return SERIES.size();
    }

    /** Returns the colour of a series or class; they repeat. */
    public static Color series(int index) {
        return SERIES.get(index % SERIES.size());
    }

    /** Returns a colour in the notation of SVG. */
    public static String literal(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
    }

    /** Returns a colour as a variable of the page, whose style sheet defines it for light and for dark paper. */
    public static String themed(Color colour) {
        return VARIABLES.getOrDefault(colour, literal(colour));
    }
}
