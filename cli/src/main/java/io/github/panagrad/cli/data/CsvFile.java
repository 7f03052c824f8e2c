package io.github.panagrad.cli.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.io.IoReason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a CSV file of numbers, plain or gzip, with or without a header: RFC 4180, UTF-8, commas. One pass; neither the
 * file nor its fields are ever held as text.
 */
public final class CsvFile {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private CsvFile() {}

    /**
     * Reads a file.
     *
     * @throws InputException if it cannot be read or is not what is asked for; the message names file, line and column
     */
    public static CsvTable read(Path path, CsvRequest request) {
        CsvFileName file = new CsvFileName(path);
        try (CsvNumbers numbers = new CsvNumbers(file, request)) {
            try (InputStream stream = open(path);
                    CsvReader<Boolean> reader = reader(numbers, stream)) {
                reader.forEach(_ -> {});
            } catch (UncheckedIOException e) {
                throw unreadable(file, numbers, Objects.requireNonNull(e.getCause()));
            } catch (IOException e) {
                throw unreadable(file, numbers, e);
            } catch (CsvParseException e) {
                throw malformed(file, numbers, e);
            }
            return numbers.finish();
        }
    }

    private static InputStream open(Path path) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        try {
            stream.mark(2);
            int magic = (stream.read() << 8) | stream.read();
            stream.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(stream, BUFFER_BYTES) : stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static CsvReader<Boolean> reader(CsvNumbers numbers, InputStream stream) {
        return CsvReader.builder()
                .detectBomHeader(true)
                .allowUnclosedQuote(false)
                // Counted by the handler, which knows a better message.
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(numbers, stream);
    }

    private static InputException unreadable(CsvFileName file, CsvNumbers numbers, IOException e) {
        return switch (e) {
            case EOFException _ ->
                new InputException(
                        file + ", after line " + numbers.line()
                                + ": the gzip data ends too early; the file was cut short, get it again",
                        e);
            case ZipException _ ->
                new InputException(
                        file + ", after line " + numbers.line() + ": the gzip data is damaged (" + e.getMessage()
                                + "); get the file again",
                        e);
            default -> new InputException(file + " cannot be read: " + IoReason.of(e), e);
        };
    }

    private static RuntimeException malformed(CsvFileName file, CsvNumbers numbers, CsvParseException e) {
        // The parser wraps what its handler throws.
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        return new InputException(file.line(numbers.line()) + ": " + CsvText.clean(String.valueOf(e.getMessage())), e);
    }
}
