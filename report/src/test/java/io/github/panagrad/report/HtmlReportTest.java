package io.github.panagrad.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.report.chart.Drawing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    /** A page is read in a browser, and sent by mail. */
    private static final int MOST_BYTES = 1_000_000;

    @TempDir
    Path folder;

    private static Document parsed(byte[] xml) throws Exception {
        String text = new String(xml, UTF_8).replaceFirst("<!DOCTYPE html>\\n", "");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    /** Writes a report and returns its files by their names, after checks that hold for every report. */
    private Map<String, byte[]> written(TrainingReport report, Path directory) throws Exception {
        HtmlReport.write(report, directory);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        byte[] page = page(files);
        assertTrue(page.length < MOST_BYTES, "page of " + page.length + " bytes");
        requireSelfContained(parsed(page));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".svg")) {
                assertEquals("svg", parsed(file.getValue()).getDocumentElement().getTagName(), file.getKey());
            } else if (file.getKey().endsWith(".png")) {
                requireDrawn(file.getKey(), file.getValue());
            }
        }
        return files;
    }

    private static byte[] page(Map<String, byte[]> files) {
        return Objects.requireNonNull(files.get(HtmlReport.PAGE), HtmlReport.PAGE);
    }

    private static void requireSelfContained(Document page) {
        Set<String> identifiers = new HashSet<>();
        NodeList elements = page.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            assertFalse(
                    Set.of("script", "link", "iframe", "object", "embed", "base")
                            .contains(element.getTagName()),
                    "<" + element.getTagName() + "> may ask for something outside");
            if (element.hasAttribute("id")) {
                assertTrue(identifiers.add(element.getAttribute("id")), element.getAttribute("id") + " is there twice");
            }
            for (String name : List.of("src", "href", "xlink:href")) {
                String target = element.getAttribute(name);
                assertTrue(
                        target.isEmpty() || target.startsWith("#") || target.startsWith("data:image/png;base64,"),
                        element.getTagName() + " refers to " + target);
            }
            if (element.getTagName().equals("svg")) {
                assertEquals("img", element.getAttribute("role"));
                assertEquals(1, element.getElementsByTagName("title").getLength());
            }
            if (element.getTagName().equals("th")) {
                assertTrue(Set.of("row", "col").contains(element.getAttribute("scope")), "th without scope");
            }
        }
        for (int i = 0; i < elements.getLength(); i++) {
            String labels = ((Element) elements.item(i)).getAttribute("aria-labelledby");
            for (String label : labels.isEmpty() ? List.<String>of() : List.of(labels.split(" ", -1))) {
                assertTrue(identifiers.contains(label), label + " labels something but is not there");
            }
        }
        assertEquals(1, page.getElementsByTagName("h1").getLength());
    }

    private static void requireDrawn(String name, byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertNotNull(picture, name);
        assertTrue(picture.getWidth() >= 380 * Drawing.PIXELS && picture.getHeight() >= 100 * Drawing.PIXELS, name);
        Set<Integer> colours = new HashSet<>();
        int inked = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y) & 0xFFFFFF;
                colours.add(rgb);
                inked += rgb == 0xFFFFFF ? 0 : 1;
            }
        }
        assertTrue(colours.size() > 10, name + " has only " + colours.size() + " colours");
        assertTrue(inked > 500, name + " has only " + inked + " pixels that are not white");
    }

    @Test
    void aReportHasAPageAndEachChartTwice() throws Exception {
        Map<String, byte[]> files = written(Reports.whole("adult.csv"), folder.resolve("not/yet/there"));
        for (String chart : List.of(
                "learning-curves",
                "learning-curves-accuracy",
                "learning-rate",
                "speed",
                "confusion",
                "roc",
                "precision-recall",
                "calibration",
                "decision-surface",
                "importance")) {
            assertTrue(files.containsKey("plots/" + chart + ".png"), chart + ".png among " + files.keySet());
            assertTrue(files.containsKey("plots/" + chart + ".svg"), chart + ".svg among " + files.keySet());
        }
        assertEquals(21, files.size(), files.keySet().toString());
    }

    @Test
    void whatUsersNamedIsTextAndNothingElse() throws Exception {
        Map<String, byte[]> files = written(Reports.whole(Reports.HOSTILE), folder);
        Document page = parsed(page(files));
        assertEquals(
                "<script>alert('1')</script> & \"so\" on\uFFFD\uFFFD\uFFFD\uFFFD]]>",
                page.getElementsByTagName("h1").item(0).getTextContent());
    }

    /** A browser would show what follows such a character from right to left. */
    @Test
    void noNameTurnsTheTextAround() throws Exception {
        for (Map.Entry<String, byte[]> file :
                written(Reports.whole(Reports.HOSTILE), folder).entrySet()) {
            if (!file.getKey().endsWith(".png")) {
                String text = new String(file.getValue(), UTF_8);
                assertFalse(text.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT), file.getKey());
            }
        }
    }

    @Test
    void aLongNameIsCut() throws Exception {
        String name = "n".repeat(500) + "end of the name";
        TrainingReport report = TrainingReport.titled("t")
                .data(new DataSummary(
                        List.of(), List.of(new DataSummary.Column(name, "text", "3", "0", name, name, "")), List.of()))
                .evidence(Reports.classification(
                        "test", List.of(name, "other"), List.of(new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 1})))
                .importance(new ImportanceTable("f1", 0.9, 6, 5, List.of(new ImportanceTable.Column(name, 0.2, 0.01))))
                .build();
        Map<String, byte[]> files = written(report, folder);
        assertTrue(new String(page(files), UTF_8).contains("n".repeat(80) + "… (515 characters)"), "cut");
        files.forEach((file, content) -> assertFalse(new String(content, UTF_8).contains("end of the name"), file));
    }

    /** A table with a cell for each pair of 60,000 classes would take 29 GB. */
    @Test
    void aReportOnManyClasses() throws Exception {
        List<String> names = IntStream.range(0, 60_000).mapToObj(k -> "k" + k).toList();
        List<int[]> samples = List.of(new int[] {0, 0}, new int[] {7, 59_999}, new int[] {59_999, 59_999});
        TrainingReport report = TrainingReport.titled("t")
                .evidence(Reports.classification("test", names, samples))
                .build();
        String page = new String(page(written(report, folder)), UTF_8);
        assertTrue(page.contains("The 20 most confused of 60000 classes"), "summary");
        assertTrue(page.contains(">k7</th>") && page.contains(">k59999</td>"), "mistakes");
    }

    @Test
    void theSameReportGivesTheSameBytes() throws Exception {
        Map<String, byte[]> first = written(Reports.whole("a"), folder.resolve("first"));
        Map<String, byte[]> second = written(Reports.whole("a"), folder.resolve("second"));
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() throws Exception {
        byte[] expected = written(Reports.whole("a"), folder.resolve("first")).get(HtmlReport.PAGE);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertArrayEquals(
                    expected,
                    written(Reports.whole("a"), folder.resolve("second")).get(HtmlReport.PAGE));
        } finally {
            Locale.setDefault(before);
        }
    }

    static Stream<Arguments> troubled() {
        double nan = Double.NaN;
        double infinity = Double.POSITIVE_INFINITY;
        return Stream.of(
                        Map.entry("nothing", TrainingReport.titled("a")),
                        Map.entry("no epochs", curves(new LearningCurves(List.of(), OptionalInt.empty()))),
                        Map.entry("one epoch", curves(Reports.epochs(1))),
                        Map.entry("1000 epochs", curves(Reports.epochs(1000))),
                        Map.entry("constant 0", curves(Reports.constant(5, 0))),
                        Map.entry("constant 1e300", curves(Reports.constant(5, 1e300))),
                        Map.entry("constant 1e-300", curves(Reports.constant(5, 1e-300))),
                        Map.entry("the smallest number", curves(Reports.constant(1, Double.MIN_VALUE))),
                        Map.entry("the largest number", curves(Reports.constant(3, -Double.MAX_VALUE))),
                        Map.entry("NaN only", curves(Reports.constant(5, nan))),
                        Map.entry("infinity only", curves(Reports.constant(5, infinity))),
                        Map.entry("NaN in between", curves(losses(1, 0.5, nan, 0.4, infinity, 0.3, -infinity))),
                        Map.entry("both ends", curves(losses(-Double.MAX_VALUE, 0, Double.MAX_VALUE))),
                        Map.entry("almost constant", curves(losses(1, 1 + 1e-15, 1 - 1e-15))),
                        Map.entry("all magnitudes", curves(losses(1e-320, 1e-9, 1, 1e9, 1e300))),
                        Map.entry("two classes", evidence(Reports.classes(2))),
                        Map.entry("a class without samples", evidence(samples(List.of("a", "b"), 1, 1))),
                        Map.entry("no names", evidence(samples(List.of("", " ", "\n"), 0, 0, 1, 2))),
                        Map.entry("seven classes", evidence(Reports.classes(7))),
                        Map.entry("1000 classes", evidence(Reports.classes(1000))),
                        Map.entry("no rows", evidence(Reports.values(0))),
                        Map.entry("one row", evidence(Reports.values(1))),
                        Map.entry("100000 rows", evidence(Reports.values(100_000))),
                        Map.entry(
                                "no finite prediction",
                                evidence(new Evidence.Regression(
                                        "test", "y", new double[] {1, 2}, new double[] {nan, infinity}))),
                        Map.entry(
                                "exact predictions",
                                evidence(
                                        new Evidence.Regression("test", "", new double[] {7, 7}, new double[] {7, 7}))),
                        Map.entry("no importance", importance()),
                        Map.entry("importance 0", importance(0, 0, 0)),
                        Map.entry("importance NaN", importance(nan, 0.1, -infinity)),
                        Map.entry("negative importance", importance(-0.1, -0.2)),
                        Map.entry("1000 columns", importance(new double[1000])))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue().build()));
    }

    private static TrainingReport.Builder curves(LearningCurves curves) {
        return TrainingReport.titled("a").curves(curves);
    }

    private static TrainingReport.Builder evidence(Evidence evidence) {
        return TrainingReport.titled("a").evidence(evidence);
    }

    private static TrainingReport.Builder importance(double... drops) {
        return TrainingReport.titled("a").importance(Reports.importance(drops));
    }

    /** Returns a classifier of samples, the true and the predicted class of each by turns. */
    private static Evidence samples(List<String> names, int... classes) {
        List<int[]> samples = new ArrayList<>();
        for (int i = 0; i < classes.length; i += 2) {
            samples.add(new int[] {classes[i], classes[i + 1]});
        }
        return Reports.classification("test", names, samples);
    }

    private static LearningCurves losses(double... losses) {
        double nan = Double.NaN;
        List<EpochMetrics> points = Stream.iterate(0, i -> i < losses.length, i -> i + 1)
                .map(i -> new EpochMetrics(i + 1, losses[i], losses[i], nan, nan, nan, losses[i], losses[i], Map.of()))
                .toList();
        return new LearningCurves(points, OptionalInt.empty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubled")
    void strangeNumbersGiveAReadablePage(String name, TrainingReport report) throws Exception {
        Map<String, byte[]> files = written(report, folder);
        assertFalse(new String(page(files), UTF_8).contains(">NaN<"), name + ": NaN is not a word");
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsAClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "mine");
        IOException failure = assertThrows(IOException.class, () -> HtmlReport.write(Reports.whole("a"), file));
        assertEquals(
                "cannot write the report to " + file + ": it is a file; choose another directory",
                failure.getMessage());
        IOException below =
                assertThrows(IOException.class, () -> HtmlReport.write(Reports.whole("a"), file.resolve("below")));
        assertTrue(String.valueOf(below.getMessage()).contains(file.toString()), below.getMessage());
        assertTrue(String.valueOf(below.getMessage()).endsWith("choose another directory"), below.getMessage());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aPageThatCannotBeReplacedIsAClearError() throws IOException {
        Files.createDirectories(folder.resolve(HtmlReport.PAGE));
        IOException failure = assertThrows(
                IOException.class,
                () -> HtmlReport.write(TrainingReport.titled("a").build(), folder));
        assertEquals(
                "cannot write " + folder.resolve(HtmlReport.PAGE) + ": it is a directory; name a file",
                failure.getMessage());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> TrainingReport.titled(" ").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> new MetricTable(List.of("test"), List.of(new MetricTable.Row("loss", List.of()))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Evidence.Regression("test", "y", new double[2], new double[3]));
    }
}
