package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.io.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the lock of a folder, in this process and in others. */
class FolderLockTest {
    @TempDir
    Path folder;

    @TempDir
    Path output;

    private static FolderLock take(Path folder) throws IOException {
        return FolderLock.tryLock(folder).orElseThrow();
    }

    private boolean isFreeForOthers() throws IOException, InterruptedException {
        List<String> printed = ChildJvm.run(output, FolderLockProbe.class, List.of(), folder.toString());
        return Boolean.parseBoolean(printed.getLast());
    }

    /** Closing a file drops all locks that the process has on it: a second attempt must not open it. */
    @Test
    void anAttemptOfTheSameProcessDoesNotReleaseIt() throws IOException, InterruptedException {
        try (FolderLock lock = take(folder)) {
            assertTrue(lock.isExclusive());
            assertTrue(FolderLock.tryLock(folder).isEmpty());
            assertTrue(FolderLock.tryLock(folder.resolve("..").resolve(folder.getFileName()))
                    .isEmpty());
            assertFalse(isFreeForOthers());
        }
        assertTrue(isFreeForOthers());
        take(folder).close();
    }

    @Test
    void knowsWhetherItIsInPlace() throws IOException {
        Path place = Files.createDirectory(folder.resolve("run"));
        Path moved = folder.resolve("moved");
        try (FolderLock lock = take(place)) {
            assertTrue(lock.isInPlace());
            Files.move(place, moved);
            assertFalse(lock.isInPlace());
            Files.createDirectory(place);
            try (FolderLock other = take(place)) {
                assertTrue(other.isInPlace());
                assertFalse(lock.isInPlace());
            }
            assertTrue(FolderLock.tryLock(moved).isEmpty());
        }
        take(moved).close();
    }
}
