package io.github.panagrad.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ScalingChartTest {
    /** Of a machine that does not exist: each doubling costs three times as much, three quarters of it for products. */
    private static List<Point.Measured> madeUp(Sweep sweep, int processors) {
        List<Point.Measured> points = new ArrayList<>();
        for (Configuration configuration : sweep.configurations(processors)) {
            double step = 77 * Math.pow(configuration.value(), 1.58) * configuration.batchSize();
            points.add(
                    new Point.Measured(configuration, new Figures(step, 0.75 * step, 4 / 3.0, 1e6, 13, 2, "x", "y")));
        }
        return points;
    }

    @ParameterizedTest
    @EnumSource
    void aChartIsWellFormedAndSaysWhatItShows(Sweep sweep) throws Exception {
        Document svg = parse(ScalingChart.svg(sweep, madeUp(sweep, 2)));
        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertEquals(sweep.title(), text(svg, "title"));
        String description = text(svg, "desc");
        assertTrue(description.startsWith(ScalingChart.TIME + " by " + sweep.axisTitle()), description);
        List<String> lines = sweep == Sweep.THREADS
                ? List.of(
                        "784-512-256-10, batch 128: training step",
                        "784-512-256-10, batch 128: products alone",
                        "1024-2048-2048-1000, batch 512: training step",
                        "1024-2048-2048-1000, batch 512: products alone")
                : List.of("training step", "products alone");
        assertTrue(description.endsWith(": " + String.join("; ", lines)), description);
    }

    /** XChart draws letters as outlines, so that the drawing itself does not tell. */
    @ParameterizedTest
    @EnumSource
    void titlesAndLegendAreDrawn(Sweep sweep) {
        XYChart chart = ScalingChart.chart(sweep, madeUp(sweep, 2));
        assertEquals(sweep.title(), chart.getTitle());
        assertEquals(sweep.axisTitle(), chart.getXAxisTitle());
        assertEquals(ScalingChart.TIME, chart.getYAxisTitle());
        assertTrue(chart.getStyler().isChartTitleVisible());
        assertTrue(chart.getStyler().isXAxisTitleVisible());
        assertTrue(chart.getStyler().isYAxisTitleVisible());
        assertTrue(chart.getStyler().isLegendVisible());
    }

    @Test
    void aChartIsTheSameEachTime() throws IOException {
        List<Point.Measured> points = madeUp(Sweep.BATCH, 2);
        assertArrayEquals(ScalingChart.svg(Sweep.BATCH, points), ScalingChart.svg(Sweep.BATCH, points));
    }

    @Test
    void numbersOfProcessorsNeedNotBePowersOfTwo() throws Exception {
        assertEquals(
                List.of(1, 2, 4, 6, 12, 1, 2, 4, 6, 12),
                Sweep.THREADS.configurations(6).stream()
                        .map(Configuration::value)
                        .toList());
        parse(ScalingChart.svg(Sweep.THREADS, madeUp(Sweep.THREADS, 6)));
    }

    @Test
    void onePointIsAChart() throws Exception {
        parse(ScalingChart.svg(Sweep.DEPTH, madeUp(Sweep.DEPTH, 2).subList(2, 3)));
    }

    @Test
    void axesAreLabelledAtPowersOfTwoAndAtWholeTensAndTheirHalvesAndFifths() {
        assertEquals("1", ScalingChart.powerOfTwo(0));
        assertEquals("8192", ScalingChart.powerOfTwo(13));
        assertEquals(" ", ScalingChart.powerOfTwo(0.5));
        assertEquals("0.01", ScalingChart.millis(0.01));
        assertEquals("0.2", ScalingChart.millis(0.1 * 2));
        assertEquals("5", ScalingChart.millis(5));
        assertEquals(" ", ScalingChart.millis(0.1 * 3));
        assertEquals("1000", ScalingChart.millis(1000));
    }

    private static String text(Document document, String element) {
        return document.getElementsByTagName(element).item(0).getTextContent();
    }

    private static Document parse(byte[] svg) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // The type of the document is on another machine.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }
}
