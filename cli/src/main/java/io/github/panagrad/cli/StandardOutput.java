package io.github.panagrad.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of the process, which remembers why it failed: a {@link PrintStream} swallows that. A full disk must not
 * go unnoticed, while a reader that closes the pipe ({@code | head}) is no error.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream file = new FileOutputStream(FileDescriptor.out);
    private @Nullable IOException failure;

    /** Returns a stream of text in UTF-8, whatever the locale: a container often has none. */
    PrintStream printer() {
        return new PrintStream(this, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            return;
        }
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Returns why text was lost, or null if none was or the reader closed the pipe. */
    @Nullable
    IOException failure() {
        IOException thrown = failure;
        if (thrown == null) {
            return null;
        }
        String reason = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("broken pipe") ? null : thrown;
    }
}
