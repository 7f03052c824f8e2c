package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealDataTest {
    @TempDir
    Path folder;

    @Test
    void isBesideTheCheckout() throws IOException {
        Path module = Files.createDirectories(folder.resolve("checkout/nn"));
        Path file = Files.createDirectories(folder.resolve("shared/data")).resolve("a.csv");
        Files.writeString(file, "1");
        assertTrue(Files.isSameFile(file, RealData.find("a.csv", null, module, true)));
    }

    @Test
    void isWhereTheUserSays() throws IOException {
        Path file = Files.createFile(folder.resolve("a.csv"));
        assertEquals(file, RealData.find("a.csv", folder.toString(), Path.of(""), true));
    }

    @Test
    void failsOrAbortsWhereItIsMissing() {
        for (@Nullable String override : new @Nullable String[] {null, folder.toString()}) {
            String failed = String.valueOf(
                    assertThrows(AssertionFailedError.class, () -> RealData.find("a.csv", override, folder, true))
                            .getMessage());
            String aborted = String.valueOf(
                    assertThrows(TestAbortedException.class, () -> RealData.find("a.csv", override, folder, false))
                            .getMessage());
            assertTrue(failed.contains("a.csv") && failed.contains(RealData.OVERRIDE), failed);
            assertTrue(aborted.contains("a.csv") && aborted.contains(RealData.OVERRIDE), aborted);
        }
    }
}
