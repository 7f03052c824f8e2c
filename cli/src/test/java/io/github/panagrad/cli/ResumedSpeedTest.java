package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The speed and the time left of a resumed training. The epochs of the first process are many and fast: counted as those of
 * the second, they give a speed several times that of its fastest epoch.
 */
class ResumedSpeedTest {
    private static final int EPOCHS_BEFORE = 3000;
    private static final int EPOCHS = 6000;

    /** An epoch is measured without validation and the printing of its line; the speed of a whole run is not above it. */
    private static final double MARGIN = 1.5;

    @TempDir
    Path folder;

    private Object[] arguments(int epochs, Object... more) {
        Stream<Object> common = Stream.of(
                "train",
                "--samples",
                9000,
                "--layers",
                9,
                "--threads",
                1,
                "--epochs",
                epochs,
                "--checkpoint",
                folder.resolve("c"),
                "--checkpoint-every",
                "1000000epochs");
        return Stream.concat(common, Stream.of(more)).toArray();
    }

    @BeforeEach
    void train() {
        Cli.run(arguments(EPOCHS_BEFORE, "--quiet")).done();
    }

    private static List<Double> numbers(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> Double.valueOf(found.group(1).replace(",", "")))
                .toList();
    }

    private static void requireNoneAbove(List<Double> epochs, List<Double> speeds) {
        assertFalse(speeds.isEmpty(), "it was over before a speed could be shown");
        double fastest = epochs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        for (double speed : speeds) {
            assertTrue(speed <= MARGIN * fastest, () -> speed + " samples/s, but the fastest epoch had " + fastest);
        }
    }

    @Test
    void isThatOfThisProcessInTheProgressBar() {
        Cli resumed = Cli.runWatched(arguments(EPOCHS, "--resume")).done();
        List<Double> epochs = numbers("(?m)^ *\\d+/6000 .* ([0-9,]+)$", resumed.out());
        assertEquals(EPOCHS - EPOCHS_BEFORE, epochs.size());
        requireNoneAbove(epochs, numbers(", ([0-9,]+) samples/s, \\d+:", resumed.err()));
    }

    @Test
    void isThatOfThisProcessInJson() {
        Cli resumed = Cli.run(arguments(EPOCHS, "--resume", "--json-lines")).done();
        List<Double> epochs = numbers("\"event\":\"epoch\".*\"samples_per_second\":([0-9.E]+)", resumed.out());
        requireNoneAbove(epochs, numbers("\"event\":\"step\".*\"samples_per_second\":([0-9.E]+)", resumed.out()));
    }

    @Test
    void isNotPrintedWhereThisProcessDidNoEpoch() {
        Cli again = Cli.run(arguments(EPOCHS_BEFORE, "--resume")).done();
        assertFalse(again.out().contains("speed"), again.out());
        assertTrue(Cli.run("train", "--samples", 300, "--epochs", 1)
                .done()
                .line("speed")
                .contains("samples/s"));
    }
}
