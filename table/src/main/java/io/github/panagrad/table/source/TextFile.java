package io.github.panagrad.table.source;

import io.github.panagrad.table.TableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files of text: plain or gzip, UTF-8 or, with a byte order mark, UTF-16. */
public final class TextFile {
    private static final int GZIP_BUFFER_BYTES = 1 << 16;

    private TextFile() {}

    /**
     * Returns the text of a file, which fails where it is malformed.
     *
     * @param skipped how many characters to leave out at its beginning
     */
    public static Reader open(Path file, int skipped) throws IOException {
        InputStream plain = Files.newInputStream(file);
        try {
            Reader text = decoded(unzipped(plain));
            int left = skipped;
            while (left > 0 && text.read() >= 0) {
                left--;
            }
            return text;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** Returns the bytes of a stream, unpacked if they are in gzip. */
    static InputStream unzipped(InputStream plain) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(plain, 2);
        byte[] magic = stream.readNBytes(2);
        stream.unread(magic);
        boolean isGzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        return isGzip ? new GZIPInputStream(stream, GZIP_BUFFER_BYTES) : stream;
    }

    private static Reader decoded(InputStream bytes) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(bytes, 3);
        byte[] start = stream.readNBytes(3);
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (startsWith(start, 0xef, 0xbb, 0xbf)) {
            mark = 3;
        } else if (startsWith(start, 0xff, 0xfe)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (startsWith(start, 0xfe, 0xff)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        stream.unread(start, mark, start.length - mark);
        return new InputStreamReader(
                stream,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** Explains why a file could not be read to its end. */
    public static TableException unreadable(Path file, long line, IOException e) {
        return switch (e) {
            case EOFException _ ->
                new TableException(
                        file + ", after line " + line
                                + ": the gzip data ends too early; the file was cut short, get it again",
                        e);
            case ZipException _ ->
                new TableException(
                        file + ", after line " + line + ": the gzip data is damaged (" + e.getMessage()
                                + "); get the file again",
                        e);
            case CharacterCodingException _ ->
                new TableException(
                        file + ", after line " + line + ": the text is not UTF-8; convert it, for example with"
                                + " iconv -f ISO-8859-1 -t UTF-8",
                        e);
            default -> TableException.unreadable(file, e);
        };
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[i] != (byte) expected[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the first characters of a file.
     *
     * @param most how many at most; fewer only if the file has no more
     */
    public static String start(Path file, int most) throws IOException {
        try (Reader text = open(file, 0)) {
            char[] characters = new char[most];
            int length = 0;
            for (int n = 0; n >= 0 && length < most; n = text.read(characters, length, most - length)) {
                length += n;
            }
            return new String(characters, 0, length);
        }
    }
}
