package io.github.panagrad.table.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.TextFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/** Reads a file once from its first line, and reports what is wrong with it. */
final class CsvPass {
    /** A line with so many fields too many is not read to its end to count them. */
    static final int MOST_SURPLUS_FIELDS = 1000;

    static {
        // Loaded before the first pass: a handler that is loaded between two passes makes the JVM throw away what it
        // has
        // compiled for the other one, and compile the parser's loop again with all that is inlined into it.
        Objects.requireNonNull(Handler.class.getPermittedSubclasses());
    }

    private CsvPass() {}

    /** Receives the fields of a file one after the other, and may stop early. */
    abstract static sealed class Handler extends AbstractBaseCsvCallbackHandler<Boolean> permits CsvRows, CsvSampler {
        private long linesBefore;
        private long line = 1;

        @Override
        protected final void handleBegin(long startingLine) {
            line = linesBefore + startingLine;
            begin();
        }

        /** Begins a record. */
        abstract void begin();

        /** Returns whether no more records are needed. */
        abstract boolean isDone();

        /** Returns the line of the current record or, after a failure, of the last one that was begun. */
        final long line() {
            return line;
        }
    }

    /**
     * Gives a file's fields to a handler.
     *
     * @throws TableException if the file cannot be read or split into fields; also what the handler throws
     */
    static void run(Path file, CsvDialect dialect, Handler handler) {
        handler.linesBefore = dialect.start() > 0 ? 1 : 0;
        Character comment = dialect.comment();
        try (Reader text = TextFile.open(file, dialect.start());
                CsvReader<Boolean> reader = CsvReader.builder()
                        .fieldSeparator(dialect.delimiter())
                        .quoteCharacter(dialect.quote())
                        .trimWhitespacesAroundQuotes(dialect.hasSpacesBeforeQuotes())
                        .commentStrategy(comment == null ? CommentStrategy.NONE : CommentStrategy.SKIP)
                        // The parser wants one, different from delimiter and quote, in any case.
                        .commentCharacter(comment == null ? '\0' : comment)
                        .detectBomHeader(false)
                        .allowUnclosedQuote(false)
                        // A handler knows whether an empty line is a record.
                        .skipEmptyLines(false)
                        .maxBufferSize(CellReader.MAX_CHARACTERS)
                        // Counted by the handler, which has a better message.
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .build(handler, text);
                CloseableIterator<Boolean> records = reader.iterator()) {
            while (!handler.isDone() && records.hasNext()) {
                records.next();
            }
        } catch (UncheckedIOException e) {
            throw TextFile.unreadable(file, handler.line(), Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw TextFile.unreadable(file, handler.line(), e);
        } catch (CsvParseException e) {
            throw malformed(file, dialect, handler.line(), e);
        }
    }

    /**
     * Reports a line that has another number of fields than the first.
     *
     * @param isHash whether it begins with #
     */
    static TableException fields(Path file, long line, int expected, int found, boolean isHash) {
        int most = expected + MOST_SURPLUS_FIELDS;
        return new TableException(file + ", line " + line + ": expected " + Nouns.count(expected, "field")
                + " as in the first line, found " + (found > most ? "more than " + most : found)
                + (isHash
                        ? "; if it is a comment, leave such lines out with --comment '#'"
                        : "; put quotes around fields that hold the delimiter, or name another delimiter"));
    }

    private static TableException malformed(Path file, CsvDialect dialect, long line, CsvParseException e) {
        // The parser wraps what its handler throws.
        switch (e.getCause()) {
            case TableException own -> {
                return own;
            }
            case IOException io -> {
                return TextFile.unreadable(file, line, io);
            }
            case UncheckedIOException io -> {
                return TextFile.unreadable(file, line, Objects.requireNonNull(io.getCause()));
            }
            case null, default -> {}
        }
        String text = String.valueOf(e.getMessage());
        String place = file + ", line " + line + ": ";
        if (text.contains("buffer size")) {
            return new TableException(
                    place + "a field has more than " + CellReader.MAX_CHARACTERS + " characters; is a quote ("
                            + dialect.quote() + ") not closed?",
                    e);
        }
        if (text.contains("Unclosed")) {
            return new TableException(
                    place + "a quote (" + dialect.quote()
                            + ") that begins in this line is not closed; close it, or name another quote",
                    e);
        }
        if (text.contains("closing quote")) {
            return new TableException(
                    place + "there is text after a closing quote (" + dialect.quote()
                            + "); double the quotes within a field, or name another quote",
                    e);
        }
        return new TableException(place + Quoted.sentence(text), e);
    }
}
