package io.github.panagrad.nn.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Describes why a file operation failed, because the messages of {@code java.nio.file} are often only a path. */
public final class IoReason {
    private IoReason() {}

    /**
     * Returns the reason without the path, such as {@code permission denied}; to be used after "cannot read X: ".
     *
     * @param failure the exception of a file operation
     */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemLoopException _ -> "its symbolic links form a loop";
            case AtomicMoveNotSupportedException _ -> "this file system cannot rename a file in one step";
            case ClosedByInterruptException _ -> "the thread was interrupted";
            case ClosedChannelException _ -> "it was closed during the operation";
            case FileSystemException e when e.getReason() != null -> lowerCaseFirst(e.getReason());
            default ->
                failure.getMessage() != null
                        ? failure.getMessage()
                        : failure.getClass().getSimpleName();
        };
    }

    // The system's reasons begin with a capital ("No space left on device"), but are used within a sentence here.
    private static String lowerCaseFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
