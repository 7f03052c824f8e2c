package io.github.panagrad.benchmarks.scaling;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The points as a CSV file: a row each, a failed one with its reason and without measurements. */
final class ScalingFile {
    private static final List<String> CONFIGURATION = List.of("sweep", "value", "layers", "batch_size");
    private static final String ERROR = "error";
    private static final List<String> HEADER = Stream.of(CONFIGURATION, Figures.NAMES, List.of(ERROR))
            .flatMap(List::stream)
            .toList();

    private ScalingFile() {}

    /**
     * Writes a file, replacing the one that was there.
     *
     * @throws IOException if it cannot be written
     */
    static void write(Path file, List<Point> points) throws IOException {
        AtomicFile.write(file, channel -> {
            try (Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
                    CsvWriter csv =
                            CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer)) {
                csv.writeRecord(HEADER);
                points.forEach(point -> csv.writeRecord(row(point)));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    private static List<String> row(Point point) {
        Configuration configuration = point.configuration();
        List<String> row = new ArrayList<>(List.of(
                configuration.sweep().option(),
                String.valueOf(configuration.value()),
                configuration.layers(),
                String.valueOf(configuration.batchSize())));
        switch (point) {
            case Point.Measured measured -> {
                row.addAll(measured.figures().values());
                row.add("");
            }
            case Point.Failed failed -> {
                row.addAll(Collections.nCopies(Figures.NAMES.size(), ""));
                row.add(failed.reason());
            }
        }
        return row;
    }

    /**
     * Reads a file that was written here.
     *
     * @throws InvalidInputException if it cannot be read or is something else; the message names file and line
     */
    static List<Point> read(Path file) {
        List<Point> points = new ArrayList<>();
        try (CsvReader<CsvRecord> records =
                CsvReader.builder().detectBomHeader(true).ofCsvRecord(file)) {
            boolean header = true;
            for (CsvRecord csv : records) {
                if (header) {
                    requireHeader(csv);
                    header = false;
                } else {
                    points.add(point(csv));
                }
            }
            if (header) {
                throw new IllegalArgumentException("it is empty");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException | IllegalArgumentException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
        return points;
    }

    private static InvalidInputException unreadable(Path file, IOException e) {
        return new InvalidInputException(file + " cannot be read: " + IoReason.of(e), e);
    }

    private static void requireHeader(CsvRecord csv) {
        if (!csv.getFields().equals(HEADER)) {
            throw new IllegalArgumentException(
                    "line " + csv.getStartingLineNumber() + ": expected the header " + String.join(",", HEADER));
        }
    }

    private static Point point(CsvRecord csv) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < HEADER.size(); i++) {
            values.put(HEADER.get(i), csv.getField(i));
        }
        try {
            Configuration configuration = new Configuration(
                    Sweep.ofOption(field(values, "sweep")),
                    positive(values, "value"),
                    matching(values, "layers", "[0-9]+(-[0-9]+)+", "widths such as 784-128-10"),
                    positive(values, "batch_size"));
            String error = field(values, ERROR);
            return error.isEmpty()
                    ? new Point.Measured(configuration, Figures.of(values))
                    : new Point.Failed(configuration, error);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + csv.getStartingLineNumber() + ": " + e.getMessage(), e);
        }
    }

    private static int positive(Map<String, String> values, String name) {
        return Integer.parseInt(matching(values, name, "[1-9][0-9]{0,8}", "a positive whole number"));
    }

    private static String matching(Map<String, String> values, String name, String pattern, String expected) {
        String text = field(values, name);
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException(name + " must be " + expected + ", found '" + text + "'");
        }
        return text;
    }

    private static String field(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name));
    }
}
