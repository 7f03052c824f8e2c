package io.github.panagrad.report;

import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.page.Markup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A report as files: {@code report.html}, a self-contained page, and its charts as {@code plots/NAME.png} and
 * {@code plots/NAME.svg}.
 *
 * <p>The same report gives the same bytes on the same machine; the text in charts is drawn with its fonts. Where there are
 * none, the page is written without charts and says so, because the report on a long training must not be lost.
 */
public final class HtmlReport {
    /** The name of the page. */
    public static final String PAGE = "report.html";

    /** Charts stand side by side as long as none is scaled down further, so that their text can be read. */
    private static final double LEAST_SCALE = 0.8;

    /** The name of the folder with the charts. */
    public static final String PLOTS = "plots";

    private static final Logger LOG = LoggerFactory.getLogger(HtmlReport.class);

    private HtmlReport() {}

    /**
     * Writes a report. Everything is drawn before the first file is written, and the page comes last; each file is written
     * completely or not at all. Files of an earlier report are replaced; charts that this report lacks are left alone.
     *
     * @param directory created if it does not exist
     * @throws IOException if the directory cannot be created, or a file cannot be written; the message names it, the reason and the
     *     remedy
     */
    public static void write(TrainingReport report, Path directory) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, String> inline = new LinkedHashMap<>();
        TrainingReport complete = report;
        try {
            MissingFontsException.check();
            for (Drawing drawing : drawings(report)) {
                byte[] vectors = drawing.vectors();
                files.put(drawing.name() + ".png", drawing.png());
                files.put(drawing.name() + ".svg", drawing.svg(vectors));
                inline.put(drawing.name(), figure(drawing, vectors));
            }
        } catch (MissingFontsException e) {
            LOG.warn("the report has no charts: {}", e.getMessage());
            complete = noting(report, MissingFontsException.NOTE);
        }
        byte[] page = new ReportPage(complete, inline).html().getBytes(StandardCharsets.UTF_8);

        makeDirectory(directory);
        Path plots = directory.resolve(PLOTS);
        if (!files.isEmpty()) {
            makeDirectory(plots);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(plots.resolve(file.getKey()), file.getValue());
        }
        write(directory.resolve(PAGE), page);
    }

    private static List<Drawing> drawings(TrainingReport report) {
        List<Drawing> drawings = new ArrayList<>();
        if (report.curves() != null) {
            drawings.addAll(CurveDrawings.of(report.curves()));
        }
        switch (report.evidence()) {
            case Evidence.Classification classification ->
                drawings.addAll(ClassificationDrawings.of(classification.report()));
            case Evidence.Regression regression -> drawings.addAll(RegressionDrawings.of(regression));
            case null -> {}
        }
        if (report.surface() != null) {
            drawings.add(report.surface().drawing());
        }
        if (report.importance() != null) {
            drawings.addAll(ImportanceDrawing.of(report.importance()));
        }
        return drawings;
    }

    private static String figure(Drawing drawing, byte[] vectors) throws IOException {
        int width = drawing.chart().getWidth();
        return new Markup()
                .begin(
                        "figure",
                        "class",
                        "chart",
                        "style",
                        "flex-basis:" + (int) (LEAST_SCALE * width) + "px;max-width:" + width + "px")
                .element("figcaption", drawing.title())
                .raw(drawing.inline(vectors))
                .end()
                .toString();
    }

    private static TrainingReport noting(TrainingReport report, String note) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.add(note);
        return TrainingReport.titled(report.title())
                .version(report.version())
                .command(report.command())
                .notes(notes)
                .configuration(report.configuration())
                .data(report.data())
                .curves(report.curves())
                .metrics(report.metrics())
                .evidence(report.evidence())
                .importance(report.importance())
                .surface(report.surface())
                .timing(report.timing())
                .memory(report.memory())
                .build();
    }

    private static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
            TemporaryFile.deleteLeftovers(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "cannot write the report to " + directory + ": it is a file; choose another directory", e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot create the directory " + directory + " for the report: " + IoReason.of(e)
                            + "; choose another directory",
                    e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
    }
}
