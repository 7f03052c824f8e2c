package io.github.panagrad.table.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A mapped file that rejects empty reads and reads beyond its ends. For a damaged file with a page longer than its column
 * the library would repeat empty reads forever.
 */
final class CheckedInput implements InputFile {
    private final InputFile file;

    CheckedInput(Path path) {
        file = InputFile.of(path);
    }

    @Override
    public void open() throws IOException {
        file.open();
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (length <= 0 || offset < 0 || length > length() - offset) {
            throw new IOException("it has a page that extends beyond its column: " + length + " bytes at byte " + offset
                    + " are requested, of " + length());
        }
        return file.readRange(offset, length);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
