package io.github.panagrad.table.parquet;

import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.Beginning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recognises Parquet files, also where what reads them is missing: this class does not need it. */
public final class ParquetFormat {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Magic at both ends, and the size of the footer. */
    private static final int LEAST_BYTES = 3 * MAGIC.length;

    /** The header of the first page, or all that a short file has. */
    private static final int BEGINNING = 256;

    private ParquetFormat() {}

    /**
     * Returns whether a file begins like Parquet, with bytes after its mark that no text has, or is named so.
     *
     * @throws TableException if it does, and the library that reads such files is missing; the message names what to add
     */
    public static boolean isParquet(Path file) {
        if (!isNamedSo(file) && !beginsSo(file)) {
            return false;
        }
        if (!isReaderPresent()) {
            throw new TableException(file + " is a Parquet file, which is read with"
                    + " io.github.panagrad:panagrad-table-parquet: add this dependency (on the module path, require"
                    + " io.github.panagrad.table.parquet, too), or write the table as CSV");
        }
        return true;
    }

    private static boolean isNamedSo(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".parquet") || name.endsWith(".parq");
    }

    private static boolean beginsSo(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer mark = ByteBuffer.allocate(MAGIC.length);
            channel.read(mark, 0);
            return channel.size() >= LEAST_BYTES && mark.flip().equals(ByteBuffer.wrap(MAGIC)) && isBinary(channel);
        } catch (IOException _) {
            // The next reader reports why it cannot be read.
            return false;
        }
    }

    /** A name of a column may begin with the mark, too. */
    private static boolean isBinary(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BEGINNING);
        channel.read(bytes, MAGIC.length);
        for (int i = 0; i < bytes.position(); i++) {
            if (Beginning.isControl(bytes.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a reader, and this module can use it, as a named one cannot if the reader is on the class path. */
    private static boolean isReaderPresent() {
        try {
            Class<?> reader =
                    Class.forName("dev.hardwood.reader.ParquetFileReader", false, ParquetFormat.class.getClassLoader());
            return ParquetFormat.class.getModule().canRead(reader.getModule());
        } catch (ClassNotFoundException _) {
            return false;
        }
    }
}
