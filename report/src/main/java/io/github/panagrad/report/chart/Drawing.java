package io.github.panagrad.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart that can be written in several forms. The same chart gives the same bytes, on a machine with the same fonts.
 *
 * @param name of its files, without an ending
 * @param title what it shows
 * @param description the same in a sentence or two, for readers who cannot see it
 * @param chart from XChart
 * @param background a picture behind its lines and points, or null
 */
public record Drawing(
        String name,
        String title,
        String description,
        Chart<?, ?> chart,
        @Nullable Background background) {
    /** Pixels of a picture for each unit of a chart: sharp on paper and on today's screens. */
    public static final int PIXELS = 2;

    /** A picture that fills the plane between the axes. */
    public record Background(BufferedImage picture, PlaneCorners corners) {}

    /** The position of the plane, known after the chart has been painted once. */
    @FunctionalInterface
    public interface PlaneCorners {
        /** Returns x, y, width and height within the chart. */
        double[] bounds();
    }

    /** Returns a chart without a background. */
    public static Drawing of(String name, String title, String description, Chart<?, ?> chart) {
        return new Drawing(name, title, description, chart, null);
    }

    /** Returns the chart as a PNG picture. */
    public byte[] png() throws IOException {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage picture = new BufferedImage(width * PIXELS, height * PIXELS, BufferedImage.TYPE_INT_RGB);
        if (background != null) {
            paint(picture);
        }
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setColor(Palette.PAPER);
            graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
            graphics.scale(PIXELS, PIXELS);
            if (background != null) {
                double[] bounds = background.corners().bounds();
                graphics.setRenderingHint(
                        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
                graphics.translate(bounds[0], bounds[1]);
                graphics.scale(
                        bounds[2] / background.picture().getWidth(),
                        bounds[3] / background.picture().getHeight());
                graphics.drawImage(background.picture(), 0, 0, null);
            }
        } finally {
            graphics.dispose();
        }
        paint(picture);
        return encoded(picture);
    }

    private void paint(BufferedImage picture) {
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.scale(PIXELS, PIXELS);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        } finally {
            graphics.dispose();
        }
    }

    private static byte[] encoded(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Given a stream, ImageIO would create a temporary file, which fails in a container with a read-only root.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IllegalStateException("this Java runtime cannot write PNG");
            }
        }
        return bytes.toByteArray();
    }

    /** Returns the chart as SVG for {@link #svg} and {@link #inline}. */
    public byte[] vectors() throws IOException {
        return ChartEncoder.getBytes(chart, "svg");
    }

    /** Returns the chart as an SVG file. */
    public byte[] svg(byte[] vectors) throws IOException {
        String svg = compact(new CompactSvg("", Palette::literal), vectors).written(true);
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the chart as an element of the page, whose style sheet has the colours. */
    public String inline(byte[] vectors) throws IOException {
        return compact(new CompactSvg(name + "-", Palette::themed), vectors).written(false);
    }

    private CompactSvg compact(CompactSvg svg, byte[] vectors) throws IOException {
        svg.describe(title, description);
        if (background != null) {
            String picture = Base64.getEncoder().encodeToString(encoded(background.picture()));
            svg.background(picture, background.corners().bounds());
        }
        svg.read(vectors);
        return svg;
    }
}
