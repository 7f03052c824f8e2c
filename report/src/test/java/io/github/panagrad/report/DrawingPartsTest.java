package io.github.panagrad.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.report.chart.CompactSvg;
import io.github.panagrad.report.chart.LineSimplification;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.page.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages and charts are made with. */
class DrawingPartsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0", "3, 3", "0.85694, 0.8569", "0.9, 0.9000", "-0.00012346, −0.0001235", "1234567.8, 1235000",
        "123456789, 1.235e8", "1e-9, 1e-9", "NaN, n/a", "Infinity, ∞", "-Infinity, −∞", "4.9e-324, 4.941e-324"
    })
    void figuresHaveFourDigits(double value, String text) {
        assertEquals(text, Numbers.figure(value));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, n/a",
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "15000000, 14.3 MiB",
        "9223372036854775807, 8.00 EiB"
    })
    void bytesHaveUnits(long bytes, String text) {
        assertEquals(text, Numbers.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0.0312, 31 ms", "6.42, 6.4 s", "119.94, 119.9 s", "120, 2 min 0 s", "7265, 2 h 1 min", "NaN, n/a"})
    void timesHaveUnits(double seconds, String text) {
        assertEquals(text, Numbers.seconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1, 1e-300, 1e300, Double.MAX_VALUE, Double.MIN_VALUE})
    void aScaleHoldsASingleValueInTheMiddle(double value) {
        Scale scale = Scale.automatic(value, Double.NaN, Double.NEGATIVE_INFINITY);
        assertEquals(0.5, scale.share(scale.position(value)), 0.01);
        assertTrue(scale.high() > scale.low(), scale.toString());
    }

    @Test
    void lossesThatAreFarApartAreLogarithmic() {
        assertEquals(Scale.Kind.LINEAR, Scale.automatic(2, 0.1).kind());
        assertEquals(Scale.Kind.LINEAR, Scale.automatic(2, 0).kind());
        Scale scale = Scale.automatic(100, 1, 0.01);
        assertEquals(Scale.Kind.LOGARITHMIC, scale.kind());
        assertEquals(0.5, scale.share(scale.position(1)), 1e-12);
        assertTrue(Double.isNaN(scale.position(-1)), "no place for what is negative");
        assertEquals("0.01", scale.label(-2));
    }

    @Test
    void aLineKeepsItsEndsAndItsPeaks() {
        double[] x = new double[101];
        double[] y = new double[101];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
            y[i] = i == 37 ? 5 : 0;
        }
        boolean[] needed = LineSimplification.needed(x, y, 0.25);
        for (int i = 0; i < x.length; i++) {
            assertEquals(List.of(0, 36, 37, 38, 100).contains(i), needed[i], "point " + i);
        }
        assertEquals(0, LineSimplification.needed(new double[0], new double[0], 1).length);
        assertArrayEquals(new boolean[] {true}, LineSimplification.needed(new double[1], new double[1], 1));
    }

    @Test
    void segmentsBecomeOnePathAndIdentifiersAreTheSameEachTime() throws IOException {
        String drawn = """
                <?xml version="1.0"?>
                <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://localhost:1/never-asked.dtd">
                <svg xmlns="http://www.w3.org/2000/svg" width="20px" height="10px">
                <defs><clipPath id="clip77755"><rect x="0" y="0" width="9.96" height="9"/></clipPath></defs>
                <g clip-path="url(#clip77755)">
                <line style="fill:none;stroke:rgb(0,114,178);stroke-width:2.0;" x1="0" y1="1.04" x2="2" y2="-3.005"/>
                <line style="fill:none;stroke:rgb(0,114,178);stroke-width:2.0;" x1="2" y1="-3.005" x2="4" y2="5"/>
                <line style="fill:none;stroke:rgb(0,114,178);stroke-width:2.0;" x1="6" y1="5" x2="7" y2="5"/>
                <line style="fill:none;stroke:rgb(1,2,3);" x1="7" y1="5" x2="8" y2="5"/>
                </g></svg>
                """;
        CompactSvg svg = new CompactSvg("loss-", Palette::themed);
        svg.describe("a < b", "");
        svg.read(drawn.getBytes(StandardCharsets.UTF_8));
        String written = svg.written(false);
        assertTrue(written.contains("d=\"M0 1L2 -3L4 5M6 5L7 5\" fill=\"none\" stroke=\"var(--s0)\""), written);
        assertTrue(written.contains("stroke=\"#010203\""), written);
        assertTrue(written.contains("<clipPath id=\"loss-clip0\">"), written);
        assertTrue(written.contains("clip-path=\"url(#loss-clip0)\""), written);
        assertTrue(written.contains("a &lt; b"), written);
        assertFalse(written.contains("77755"), written);
    }
}
