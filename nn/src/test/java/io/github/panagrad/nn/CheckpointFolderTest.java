package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.io.FolderLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose temporary files are deleted when a folder is opened, for each way in which locking it can end. */
class CheckpointFolderTest {
    private static final String TEMPORARY = ".panagrad-0b5f8f4e.tmp";

    @TempDir
    Path folder;

    @BeforeEach
    void leaveATemporaryFile() throws IOException {
        Files.writeString(folder.resolve(TEMPORARY), "half a checkpoint");
    }

    private Checkpoints settings() {
        return new Checkpoints(folder, new Interval.Steps(1), 1, OnFailure.STOP);
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp"))
                    .toList();
        }
    }

    @Test
    void withALockTheyAreLeftovers() throws IOException {
        CheckpointFolder.open(settings(), null).close();
        assertEquals(List.of(), temporaryFiles());
    }

    /** As a network file system without a lock daemon says. */
    @Test
    void withoutLocksTheyMayBeSomebodyElses() throws IOException {
        FolderLock.Locking none = file -> {
            throw new IOException("No locks available");
        };
        CheckpointFolder.open(settings(), null, none).close();
        assertEquals(List.of(TEMPORARY), temporaryFiles());
    }

    @Test
    void whereAnotherTrainingHoldsTheLockTheyAreItsOwn() throws IOException {
        FolderLock.Locking byThisProcess = file -> {
            throw new OverlappingFileLockException();
        };
        assertThrows(CheckpointException.class, () -> CheckpointFolder.open(settings(), null, byThisProcess));
        assertThrows(CheckpointException.class, () -> CheckpointFolder.open(settings(), null, file -> null));
        try (CheckpointFolder _ = CheckpointFolder.open(settings(), null)) {
            Files.writeString(folder.resolve(TEMPORARY), "half a checkpoint");
            assertThrows(
                    CheckpointException.class, () -> CheckpointFolder.open(settings(), null, FileChannel::tryLock));
        }
        assertEquals(List.of(TEMPORARY), temporaryFiles());
    }
}
