package io.github.panagrad.nn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoReasonTest {
    @Test
    void everyReasonIsWords() {
        assertEquals("no such file", IoReason.of(new NoSuchFileException("/a")));
        assertEquals("permission denied", IoReason.of(new AccessDeniedException("/a")));
        assertEquals("its symbolic links form a loop", IoReason.of(new FileSystemLoopException("/a")));
        assertEquals(
                "this file system cannot rename a file in one step",
                IoReason.of(new AtomicMoveNotSupportedException("/a", "/b", "cross-device link")));
        assertEquals("the thread was interrupted", IoReason.of(new ClosedByInterruptException()));
        assertEquals("it was closed during the operation", IoReason.of(new AsynchronousCloseException()));
        assertEquals("is a directory", IoReason.of(new FileSystemException("/a", null, "Is a directory")));
        assertEquals("/a", IoReason.of(new FileSystemException("/a")));
        assertEquals("No space left on device", IoReason.of(new IOException("No space left on device")));
        assertEquals("IOException", IoReason.of(new IOException()));
    }
}
