package io.github.panagrad.table.source;

import io.github.panagrad.table.TableException;
import io.github.panagrad.table.TableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of a file, from which its format is recognised. Immutable. */
public final class Beginning {
    private static final int BYTES = 1 << 16;

    private final Path file;
    private final byte[] bytes;
    private final boolean isZipped;

    private Beginning(Path file, byte[] bytes, boolean isZipped) {
        this.file = file;
        this.bytes = bytes;
        this.isZipped = isZipped;
    }

    /**
     * Reads the beginning of a file, unpacked if it is in gzip.
     *
     * @throws TableException if it cannot be read, or is not a file that can be read more than once
     */
    public static Beginning of(Path file) {
        if (Files.isDirectory(file)) {
            throw new TableException(TableFiles.folder(file));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Its first bytes would be gone when it is read again.
            throw new TableException(file + " is a pipe or a device, but a table is read more than once: write it to a"
                    + " file, and name that");
        }
        try (InputStream plain = Files.newInputStream(file)) {
            byte[] bytes = plain.readNBytes(BYTES);
            boolean isZipped = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
            return new Beginning(file, isZipped ? unzipped(file) : bytes, isZipped);
        } catch (IOException e) {
            throw TableException.unreadable(file, e);
        }
    }

    private static byte[] unzipped(Path file) {
        byte[] bytes = new byte[BYTES];
        int length = 0;
        try (InputStream stream = TextFile.unzipped(Files.newInputStream(file))) {
            for (int n = 0; n >= 0 && length < BYTES; n = stream.read(bytes, length, BYTES - length)) {
                length += n;
            }
        } catch (IOException _) {
            // Where it is damaged is reported by whoever reads all of it.
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /** Returns whether the file is in gzip; everything else is about what is in it. */
    boolean isZipped() {
        return isZipped;
    }

    /** Returns how many bytes there are. */
    int size() {
        return bytes.length;
    }

    /** Returns a byte as a number from 0 to 255, or -1 behind the end. */
    int at(int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }

    /** Returns whether there are bytes that no text has: control characters other than blanks. */
    boolean isBinary() {
        for (byte b : bytes) {
            if (isControl(b)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a byte is a character that no table in text has. */
    public static boolean isControl(byte b) {
        return b >= 0 && b < ' ' && (b < '\t' || b > '\r');
    }

    /** Returns whether there are these characters of one byte each at an index. */
    boolean has(int index, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (at(index + i) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether there are these characters of one byte each as far from the end of the file as an index says. */
    boolean hasBeforeEnd(int distance, String expected) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer found = ByteBuffer.allocate(expected.length());
            long at = channel.size() - distance;
            return at >= 0
                    && channel.read(found, at) == expected.length()
                    && new String(found.array(), StandardCharsets.ISO_8859_1).equals(expected);
        } catch (IOException _) {
            return false;
        }
    }

    /** Returns the bytes as text, with something else where they are none, and without a byte order mark. */
    public String text() {
        boolean isLittle = has(0, "\u00ff\u00fe");
        Charset charset = isLittle
                ? StandardCharsets.UTF_16LE
                : has(0, "\u00fe\u00ff") ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
        String text = new String(bytes, charset);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
