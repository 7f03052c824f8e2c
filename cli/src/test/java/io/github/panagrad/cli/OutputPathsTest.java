package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and names that outputs go to, and what the campaigns of damaged input found. */
class OutputPathsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--out", "--metrics", "--report", "--tensorboard", "--checkpoint"})
    void aNameThatIsTooLongIsRefusedBeforeTraining(String option) {
        Cli.run("train", "--samples", 60, "--epochs", 1, "--backend", "java", option, folder.resolve("n".repeat(300)))
                .failed(2, option, "file name too long", "choose another path");
    }

    /** A process that is killed while it writes leaves a file that nobody has locked. */
    @Test
    void unfinishedFilesOfKilledProcessesAreDeleted() throws IOException {
        Path report = folder.resolve("report");
        Path plots = Files.createDirectories(report.resolve("plots"));
        List<Path> leftovers = new ArrayList<>();
        for (Path place : List.of(folder, report, plots)) {
            leftovers.add(Files.writeString(place.resolve(".panagrad-0b0c.tmp"), "half"));
        }
        Path other = Files.writeString(folder.resolve(".other.tmp"), "not ours");
        Cli.run(
                        "train",
                        "--samples",
                        60,
                        "--epochs",
                        1,
                        "--backend",
                        "java",
                        "--out",
                        folder.resolve("m.safetensors"),
                        "--report",
                        report)
                .done();
        leftovers.forEach(file -> assertFalse(Files.exists(file), file::toString));
        assertTrue(Files.exists(other));
    }

    /** It took a time that grew with the square of the spaces. */
    @Test
    void aVeryLongArgumentIsRefusedAtOnce() {
        String spaces = " ".repeat(300_000);
        Cli refused = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Cli.run("plan", "x" + spaces + "y"));
        refused.failed(2);
        assertTrue(refused.err().length() < 1000, refused.err());
    }
}
