package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.io.FolderLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoints of an ensemble and of a cross-validation: killed, stopped, resumed, and in folders of others. */
class SeveralCheckpointsTest {
    @TempDir
    Path folder;

    private static List<String> command(String name, String... more) {
        List<String> args = new ArrayList<>(List.of(name, "--data", "moons", "--samples", "300", "--layers", "9,7"));
        args.addAll(List.of("--dropout", "0.2", "--epochs", "300", "--backend", "java", "--seed", "3"));
        args.addAll(List.of(more));
        return args;
    }

    private static List<String> with(List<String> command, Object... more) {
        List<String> all = new ArrayList<>(command);
        for (Object one : more) {
            all.add(one.toString());
        }
        return all;
    }

    private Process start(List<String> args) throws IOException {
        return Program.of(Main.class, List.of(), folder.resolve("err"), args.toArray(String[]::new))
                .start();
    }

    /** Runs a process until a line was printed; then the pipe is full soon, and it waits. */
    private static void await(BufferedReader out, Predicate<String> line) throws IOException {
        for (String read = out.readLine(); ; read = out.readLine()) {
            assertTrue(read != null, "it has ended");
            if (line.test(read)) {
                return;
            }
        }
    }

    private List<String> ensemble(String name, String... more) {
        return with(
                command("train", more),
                "--ensemble",
                3,
                "--json-lines",
                "--early-stopping",
                "validation_loss",
                "--patience",
                120,
                "--metrics",
                folder.resolve(name + ".jsonl"),
                "--out",
                folder.resolve(name + ".st"));
    }

    @Test
    void anEnsembleThatWasKilledGoesOnToTheSameBytes() throws IOException, InterruptedException {
        Cli.run(ensemble("whole").toArray()).done();
        Path checkpoints = folder.resolve("c");
        List<String> saving = with(ensemble("parts"), "--checkpoint", checkpoints, "--checkpoint-every", "20epochs");
        for (String member : List.of("member-1", "member-2", "member-3")) {
            boolean isFirst = member.equals("member-1");
            Process process = start(isFirst ? saving : with(saving, "--resume"));
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                await(out, line -> line.startsWith("{\"event\":\"checkpoint\"") && line.contains(member));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        assertFalse(Files.exists(folder.resolve("parts.st")));
        Cli.run(saving.toArray()).failed(2, "already has checkpoints, in member-1", "--resume");
        Cli resumed = Cli.run(with(saving, "--resume").toArray()).done();
        assertEquals(
                3,
                resumed.err()
                        .lines()
                        .filter(line -> line.contains("resuming from"))
                        .count(),
                resumed.err());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole.st")), Files.readAllBytes(folder.resolve("parts.st")));
        assertEquals(
                ResumedMetricsTest.rows(folder.resolve("whole.jsonl")),
                ResumedMetricsTest.rows(folder.resolve("parts.jsonl")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a folder in use cannot be moved")
    void aFolderThatIsGoneIsMadeAnew() throws IOException, InterruptedException {
        Path checkpoints = folder.resolve("c");
        Process process = start(with(ensemble("m"), "--checkpoint", checkpoints, "--checkpoint-every", "20epochs"));
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, line -> line.startsWith("{\"event\":\"checkpoint\"") && line.contains("member-1"));
            Files.move(checkpoints, folder.resolve("moved"));
            await(out, line -> line.startsWith("{\"event\":\"checkpoint\"") && line.contains("member-3"));
            assertTrue(FolderLock.tryLock(checkpoints).isEmpty(), "it is not locked again");
            out.lines().forEach(line -> {});
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly().waitFor();
        }
        for (String member : List.of("member-1", "member-2", "member-3")) {
            assertTrue(Files.isDirectory(checkpoints.resolve(member)), member);
        }
    }

    private List<String> crossValidation(Object... more) {
        return with(with(command("cross-validate"), "--folds", 3, "--json"), more);
    }

    @Test
    void aCrossValidationThatWasKilledOrStoppedGivesTheSame() throws IOException, InterruptedException {
        Cli whole = Cli.run(crossValidation().toArray()).done();
        Path checkpoints = folder.resolve("c");
        List<String> saving = crossValidation("--checkpoint", checkpoints, "--checkpoint-every", "20epochs");
        kill(saving, checkpoints.resolve("fold-1"), true);
        assertEquals(143, kill(with(saving, "--resume"), checkpoints.resolve("fold-2"), false));
        assertTrue(
                Files.readString(folder.resolve("err")).contains("stopped by a signal in fold "),
                Files.readString(folder.resolve("err")));
        assertEquals(
                whole.out(), Cli.run(with(saving, "--resume").toArray()).done().out());
        Cli.run(saving.toArray()).failed(2, "already has checkpoints, in fold-1", "--resume");
    }

    /** Ends a process when there is a folder of checkpoints, and returns its exit code. */
    private int kill(List<String> args, Path awaited, boolean atOnce) throws IOException, InterruptedException {
        Process process = start(args);
        try {
            while (process.isAlive() && !hasCheckpoint(awaited)) {
                Thread.sleep(1);
            }
            assertTrue(process.isAlive(), "it has ended");
            if (!atOnce) {
                process.toHandle().destroy();
                return process.waitFor();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static boolean hasCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("checkpoint-"));
        }
    }

    private static Cli brief(String name, Object... more) {
        return Cli.run(with(List.of(name, "--data", "moons", "--samples", "60", "--layers", "3", "--epochs", "2"), more)
                .toArray());
    }

    @Test
    void foldersOfOthersAreRefused() throws IOException {
        Path single = folder.resolve("single");
        Path several = folder.resolve("several");
        Path folds = folder.resolve("folds");
        brief("train", "--checkpoint", single).done();
        brief("train", "--ensemble", 2, "--checkpoint", several).done();
        brief("cross-validate", "--folds", 2, "--checkpoint", folds).done();
        for (List<Object> resume : List.of(List.<Object>of(), List.<Object>of("--resume"))) {
            for (Path other : List.of(several, folds)) {
                brief(
                                "train",
                                with(List.of("--checkpoint", other.toString()), resume.toArray())
                                        .toArray())
                        .failed(2, "--checkpoint " + other + " has other checkpoints", "choose another folder");
            }
            for (Path other : List.of(single, folds)) {
                brief(
                                "train",
                                with(List.of("--ensemble", "2", "--checkpoint", other.toString()), resume.toArray())
                                        .toArray())
                        .failed(2, "--checkpoint " + other + " has other checkpoints");
            }
            for (Path other : List.of(single, several)) {
                brief(
                                "cross-validate",
                                with(List.of("--checkpoint", other.toString()), resume.toArray())
                                        .toArray())
                        .failed(2, "--checkpoint " + other + " has other checkpoints");
            }
        }
        // Another seed, and other folds.
        differs(
                brief("train", "--ensemble", 2, "--checkpoint", several, "--resume", "--seed", 9),
                "training seed: the checkpoint has 42, now it is 9");
        differs(
                brief("cross-validate", "--folds", 3, "--checkpoint", folds, "--resume"),
                "setting folds: the checkpoint has 2, now it is 3");
        try (FolderLock _ = FolderLock.tryLock(several).orElseThrow()) {
            brief("train", "--ensemble", 2, "--checkpoint", several, "--resume").failed(2, "another run writes");
        }
        brief("train", "--ensemble", 2, "--checkpoint", several, "--resume").done();
        brief("cross-validate", "--folds", 2, "--checkpoint", folds, "--resume").done();
    }

    private static void differs(Cli resumed, String words) {
        assertEquals(2, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains(words), resumed.err());
    }

    /** What is wrong with the data is found before anything is written. */
    @Test
    void nothingIsWrittenForBadInput() {
        Path checkpoints = folder.resolve("c");
        Cli.run("train", "--data", folder.resolve("no.csv"), "--ensemble", 2, "--checkpoint", checkpoints)
                .failed(2, "no.csv");
        Cli.run("cross-validate", "--data", "moons", "--samples", 9, "--folds", 99, "--checkpoint", checkpoints)
                .failed(2, "fewer --folds");
        assertFalse(Files.exists(checkpoints));
    }
}
