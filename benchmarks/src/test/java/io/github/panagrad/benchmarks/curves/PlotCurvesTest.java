package io.github.panagrad.benchmarks.curves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PlotCurvesTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Path usual, String... args) {
        return Main.run(usual, new PrintStream(err, true, StandardCharsets.UTF_8), args);
    }

    @Test
    void drawsEveryActivationAndSchedule() throws Exception {
        Path usual = folder.resolve("docs/images");
        assertEquals(Main.DONE, run(usual));
        panels(usual.resolve("activations.svg"), Activation.choices().names(), 2);
        panels(usual.resolve("schedules.svg"), Schedule.choices().names(), 1);
    }

    private static void panels(Path file, List<String> names, int curves) throws Exception {
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertEquals(names.size() * curves, svg.getElementsByTagName("polyline").getLength());
        String text = svg.getDocumentElement().getTextContent();
        names.forEach(name -> assertTrue(text.contains(name), name));
        assertFalse(Files.readString(file).contains("NaN"), "a curve has gaps");
        assertTrue(Files.size(file) < 100_000, "a small file");
    }

    @Test
    void theFolderCanBeChosen() {
        assertEquals(Main.DONE, run(Path.of("nowhere"), folder.resolve("here").toString()));
        assertTrue(Files.exists(folder.resolve("here/schedules.svg")));
        assertFalse(Files.exists(Path.of("nowhere")));
    }

    @Test
    void badUsageAndFailuresAreTold() throws Exception {
        assertEquals(Main.BAD_USAGE, run(folder, "--sweeps"));
        assertEquals(Main.BAD_USAGE, run(folder, "one", "two"));
        assertEquals(Main.DONE, run(folder, "--help"));
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(Main.FAILED, run(file));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("plot-curves: "));
    }
}
