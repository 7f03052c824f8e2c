package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.testdata.Excerpt;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealDataTest {
    private static final Path SUMS = RealData.small("SHA256SUMS");

    @TempDir
    Path folder;

    /** Returns a line for each file that the sums are of, in their order. */
    private static List<String> sums(Path small) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        List<String> sums = new ArrayList<>();
        for (String line : Files.readAllLines(SUMS)) {
            String name = line.split(" +", 2)[1];
            sums.add(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(small.resolve(name)))) + "  " + name);
        }
        return sums;
    }

    @Test
    void theSmallSetsAreUndamaged() throws IOException, NoSuchAlgorithmException {
        assertEquals(7, Files.readAllLines(SUMS).size());
        assertEquals(Files.readAllLines(SUMS), sums(RealData.small("")));
    }

    @Test
    void theSmallSetsAreMadeFromTheFullOnes() throws IOException, NoSuchAlgorithmException {
        RealData.full("adult");
        RealData.full("abalone.csv");
        Path full = RealData.full("mnist/..");
        Excerpt.main(new String[] {full.toString(), folder.toString()});
        assertEquals(Files.readAllLines(SUMS), sums(folder));
    }

    @Test
    void isBesideTheCheckout() throws IOException {
        Path module = Files.createDirectories(folder.resolve("checkout/nn"));
        Path file = Files.createDirectories(folder.resolve("shared/data")).resolve("a.csv");
        Files.writeString(file, "1");
        assertTrue(Files.isSameFile(file, RealData.full("a.csv", null, module, true)));
    }

    @Test
    void isWhereTheUserSays() throws IOException {
        Path file = Files.createFile(folder.resolve("a.csv"));
        assertEquals(file, RealData.full("a.csv", folder.toString(), Path.of(""), true));
    }

    @Test
    void failsOrAbortsWhereItIsMissing() {
        for (@Nullable String override : new @Nullable String[] {null, folder.toString()}) {
            String failed = String.valueOf(
                    assertThrows(AssertionFailedError.class, () -> RealData.full("a.csv", override, folder, true))
                            .getMessage());
            String aborted = String.valueOf(
                    assertThrows(TestAbortedException.class, () -> RealData.full("a.csv", override, folder, false))
                            .getMessage());
            assertTrue(failed.contains("a.csv") && failed.contains(RealData.OVERRIDE), failed);
            assertTrue(aborted.contains("a.csv") && aborted.contains(RealData.OVERRIDE), aborted);
        }
    }
}
