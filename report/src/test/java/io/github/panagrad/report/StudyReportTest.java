package io.github.panagrad.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of a study. */
class StudyReportTest {
    private static final List<StudyReport.Axis> AXES = List.of(
            new StudyReport.Axis("rate", List.of(), 1e-4, 1e-1, true),
            new StudyReport.Axis("<b>kind</b>", List.of("a", "\"><script>"), 0, 1, false));

    @TempDir
    Path folder;

    private static StudyReport report(boolean isHigherBetter, List<StudyReport.Trial> trials) {
        return new StudyReport(
                "t & u", "v", "loss", isHigherBetter, AXES, trials, Map.of("rate", 0.25), "note", "panagrad train");
    }

    private Document page(StudyReport report) throws Exception {
        Path file = folder.resolve("report.html");
        report.write(file);
        String text = Files.readString(file).replaceFirst("<!DOCTYPE html>", "");
        assertFalse(text.contains("<script"), "markup from a name");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static StudyReport.Trial trial(int number, double value) {
        return new StudyReport.Trial(
                number, Map.of("rate", "0.001", "<b>kind</b>", "\"><script>", "other", "1"), value, 9, "complete");
    }

    @Test
    void eachTrialWithAValueIsInEveryChartAndTheTableBeginsWithTheBest() throws Exception {
        for (boolean isHigherBetter : new boolean[] {false, true}) {
            Document page = page(report(
                    isHigherBetter,
                    List.of(trial(0, 3), trial(1, Double.NaN), trial(2, 1), trial(3, 1e12), trial(4, 2))));
            assertEquals(4, page.getElementsByTagName("circle").getLength());
            // One for each with a value, two for the axes and the best so far of the history.
            assertEquals(4 + 2, page.getElementsByTagName("polyline").getLength());
            NodeList rows = page.getElementsByTagName("tr");
            Element first = (Element) rows.item(rows.getLength() - 5);
            assertEquals(
                    isHigherBetter ? "3" : "2",
                    first.getElementsByTagName("td").item(0).getTextContent());
        }
    }

    /** All coordinates are within the drawing, whatever the values. */
    @Test
    void nothingIsDrawnOutside() throws Exception {
        List<List<StudyReport.Trial>> studies = List.of(
                List.of(trial(0, 1)),
                List.of(trial(0, 1), trial(1, 1)),
                List.of(trial(0, -1e300), trial(1, 1e300), trial(2, 0)),
                List.of(new StudyReport.Trial(0, Map.of("rate", "-5"), 0, 0, "")),
                List.of(new StudyReport.Trial(0, Map.of("rate", "word"), 0, 0, "")));
        for (List<StudyReport.Trial> trials : studies) {
            NodeList lines = page(report(false, trials)).getElementsByTagName("polyline");
            for (int i = 0; i < lines.getLength(); i++) {
                for (double number : numbers(((Element) lines.item(i)).getAttribute("points"))) {
                    assertTrue(number >= 0 && number <= 1000, trials + ": " + number);
                }
            }
        }
    }

    /** Labels are within the drawing and do not meet, with few axes and with many, short names and long ones. */
    @Test
    void labelsDoNotMeet() throws Exception {
        List<String> names = List.of("a", "learning-rate", "number-embedding", "a name that is longer than others are");
        List<String> choices = List.of("auto", "256,256,256", "piecewise_linear:bins=48,dimension=16");
        for (int count = 0; count <= 12; count++) {
            List<StudyReport.Axis> axes = new ArrayList<>();
            for (int a = 0; a < count; a++) {
                String name = names.get(a % names.size()) + a / names.size();
                axes.add(
                        a % 3 == 1
                                ? new StudyReport.Axis(name, choices, 0, 1, false)
                                : new StudyReport.Axis(name, List.of(), 1.2345678e-4, 0.12345678, true));
            }
            List<StudyReport.Trial> trials =
                    List.of(trial(0, 0.123456789), trial(1, -0.248197631), trial(2, 123456.789));
            Document page = page(new StudyReport(
                    "t", "v", "validation_loss", false, axes, trials, Map.of(), "note", "panagrad train"));
            NodeList drawings = page.getElementsByTagName("svg");
            for (int i = 0; i < drawings.getLength(); i++) {
                requireApart(labels((Element) drawings.item(i)), count + " parameters");
            }
        }
    }

    /** Where a label is, if its characters are as wide as those of common fonts. */
    private record Label(String text, double from, double to, double y) {}

    private static List<Label> labels(Element svg) {
        List<Label> labels = new ArrayList<>();
        NodeList texts = svg.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            String shown = Objects.requireNonNull(text.getLastChild()).getTextContent();
            double x = Double.parseDouble(text.getAttribute("x"));
            double width = 7.0 * shown.length();
            double from = switch (text.getAttribute("text-anchor")) {
                case "start" -> x;
                case "middle" -> x - width / 2;
                default -> x - width;
            };
            labels.add(new Label(shown, from, from + width, Double.parseDouble(text.getAttribute("y"))));
        }
        return labels;
    }

    private static void requireApart(List<Label> labels, String what) {
        for (int i = 0; i < labels.size(); i++) {
            Label a = labels.get(i);
            assertTrue(a.from >= 0 && a.to <= 1000, what + ": " + a);
            for (Label b : labels.subList(0, i)) {
                boolean areApart = Math.abs(a.y - b.y) >= 13 || a.to <= b.from || b.to <= a.from;
                assertTrue(areApart, what + ": " + a + " and " + b);
            }
        }
    }

    private static List<Double> numbers(String points) {
        List<Double> numbers = new ArrayList<>();
        for (String number : points.split("[ ,]", -1)) {
            numbers.add(Double.valueOf(number));
        }
        return numbers;
    }

    @Test
    void aStudyWithoutAnyValueIsAPage() throws Exception {
        assertEquals(
                0,
                page(report(false, List.of(trial(0, Double.NaN))))
                        .getElementsByTagName("svg")
                        .getLength());
        assertEquals(
                0, page(report(false, List.of())).getElementsByTagName("svg").getLength());
    }
}
