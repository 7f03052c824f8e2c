package io.github.panagrad.report;

import io.github.panagrad.report.chart.ChartStyle;
import io.github.panagrad.report.chart.ChartText;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.page.Numbers;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** The contribution of each column, as a chart. */
final class ImportanceDrawing {
    /** The columns with the largest drops; the others hardly matter. */
    static final int MOST_COLUMNS = 25;

    private static final int ROW_HEIGHT = 24;

    private ImportanceDrawing() {}

    /** Returns the columns with the largest drops, the largest first; those without a number last. */
    static List<ImportanceTable.Column> sorted(ImportanceTable table) {
        return table.columns().stream()
                .sorted(Comparator.comparingDouble(
                        column -> Double.isNaN(column.meanDrop()) ? Double.POSITIVE_INFINITY : -column.meanDrop()))
                .toList();
    }

    /** Returns the chart, or none if no column has a finite number. */
    static List<Drawing> of(ImportanceTable table) {
        List<ImportanceTable.Column> columns = sorted(table).stream()
                .filter(column -> Double.isFinite(column.meanDrop()))
                .limit(MOST_COLUMNS)
                .toList();
        if (columns.isEmpty()) {
            return List.of();
        }
        double[] drops =
                columns.stream().mapToDouble(ImportanceTable.Column::meanDrop).toArray();
        Scale scale = Scale.linear(
                DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(drops)).toArray());
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(560)
                .height(90 + ROW_HEIGHT * columns.size())
                .xAxisTitle(ChartText.line("drop of " + table.metric()))
                .yAxisTitle("")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisTickLabelsFormattingFunction(scale::label);
        chart.getStyler().setSeriesColors(new Color[] {Palette.TRAINING});
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setLabelsVisible(false);
        chart.getStyler().setXAxisMin(Math.min(0, scale.low()));
        chart.getStyler().setXAxisMax(Math.max(0, scale.high()));
        // XChart thins out names of columns by this hint, which belongs to the other axis.
        chart.getStyler().setXAxisTickMarkSpacingHint(ROW_HEIGHT - 4);
        List<Double> lengths = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ImportanceTable.Column column : columns) {
            lengths.add(scale.position(column.meanDrop()));
            String name = ChartText.line(column.name());
            names.add(names.contains(name) ? name + " #" + names.size() : name);
        }
        chart.addSeries("drop", lengths, names);
        return List.of(Drawing.of(
                "importance",
                "Permutation importance",
                "By how much " + table.metric() + " becomes worse when a column is shuffled. Largest: "
                        + columns.getFirst().name() + ", "
                        + Numbers.figure(columns.getFirst().meanDrop()) + ".",
                chart));
    }
}
