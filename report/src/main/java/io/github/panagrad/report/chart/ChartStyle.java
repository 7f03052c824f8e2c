package io.github.panagrad.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The style of all charts. */
public final class ChartStyle {
    public static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /** A legend of more lines is placed at the side of the chart, not below it. */
    private static final int LINES_BELOW = 3;

    private ChartStyle() {}

    /** Sets colours, fonts and spaces. */
    public static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Palette.PAPER);
        styler.setPlotBackgroundColor(Palette.PAPER);
        styler.setChartFontColor(Palette.INK);
        styler.setAxisTickLabelsColor(Palette.INK);
        styler.setXAxisTitleColor(Palette.INK);
        styler.setYAxisTitleColor(Palette.INK);
        styler.setAxisTitleFont(FONT);
        styler.setAxisTickLabelsFont(FONT.deriveFont(11f));
        styler.setLegendFont(FONT);
        styler.setChartTitleVisible(false);
        styler.setChartPadding(8);
        styler.setPlotBorderVisible(false);
        styler.setPlotContentSize(1);
        styler.setPlotMargin(0);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTicksLineVisible(true);
        styler.setAxisTicksMarksVisible(false);
        styler.setAxisTickMarksColor(Palette.AXIS);
        styler.setAxisTickPadding(5);
        styler.setXAxisTickMarkSpacingHint(80);
        styler.setYAxisTickMarkSpacingHint(45);
        styler.setLegendBackgroundColor(Palette.PAPER);
        styler.setLegendBorderColor(Palette.PAPER);
        styler.setLegendPadding(8);
        styler.setLegendSeriesLineLength(20);
        styler.setMarkerSize(6);
        styler.setSeriesColors(new Color[] {Palette.TRAINING, Palette.VALIDATION});
    }

    /** Places the legend, or leaves it out where a single line needs none. */
    static void legend(AxesChartStyler styler, int lines) {
        styler.setLegendVisible(lines > 1);
        styler.setLegendPosition(lines <= LINES_BELOW ? LegendPosition.OutsideS : LegendPosition.OutsideE);
        styler.setLegendLayout(lines <= LINES_BELOW ? LegendLayout.Horizontal : LegendLayout.Vertical);
    }
}
