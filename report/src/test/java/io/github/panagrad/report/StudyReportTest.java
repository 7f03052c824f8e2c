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
