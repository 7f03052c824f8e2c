package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a checkpoint's file says is shown, but neither at any length nor as it stands. */
class DifferencesTest {
    @Test
    void textOfFilesIsCutAndCleaned() {
        assertEquals(
                List.of("training seed: the checkpoint has nothing, now it is 7"),
                Differences.of("training", Map.of(), Map.of("seed", "7")).lines());
        assertEquals(
                List.of("data a\\u001bb: the checkpoint has " + "[".repeat(200)
                        + "… (5000 characters), now it is nothing"),
                Differences.of("data", Map.of("a\u001bb", "[".repeat(5000)), Map.of())
                        .lines());
    }
}
