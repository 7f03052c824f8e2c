package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.io.FolderLock;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --checkpoint} with {@code --folds} and with {@code --preset best}: killed, stopped, resumed, and in folders of others. */
class FoldedCheckpointsTest {
    @TempDir
    Path folder;

    private Path data;
    private Path checkpoints;

    @BeforeEach
    void write() throws IOException {
        data = table("d.csv", 17);
        checkpoints = folder.resolve("c");
    }

    private Path table(String name, int seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder("x,y,target\n");
        for (int i = 0; i < 150; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            rows.append(String.format(Locale.ROOT, "%.5f,%.5f,%s%n", x, y, x * x + y > 0.7 ? "yes" : "no"));
        }
        return Files.writeString(folder.resolve(name), rows);
    }

    /** Returns arguments of a training that takes a while. The java backend gives the same bits in every process. */
    private List<Object> folds(Object... more) {
        return foldsFor(400, more);
    }

    private List<Object> foldsFor(int epochs, Object... more) {
        List<Object> args = new ArrayList<>(List.of("train", "--data", data, "--folds", 3, "--backend", "java"));
        args.addAll(List.of("--layers", "16", "--members", 2, "--number-embedding", "none", "--threads", 2));
        args.addAll(List.of("--early-stopping", "validation_loss", "--patience", 400, "--epochs", epochs));
        args.addAll(List.of(more));
        return args;
    }

    /** Returns arguments of all recipes, each brief. */
    private List<Object> best(Object... more) {
        List<Object> args = new ArrayList<>(List.of("train", "--data", data, "--preset", "best", "--folds", 2));
        args.addAll(List.of("--backend", "java", "--threads", 2, "--layers", "16", "--epochs", 12));
        args.addAll(List.of("--time-limit", "30m"));
        args.addAll(List.of(more));
        return args;
    }

    private static List<Object> with(List<Object> command, Object... more) {
        List<Object> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    private Path model(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private Process start(List<Object> args) throws IOException {
        return Program.of(
                        Main.class,
                        List.of(),
                        folder.resolve("err"),
                        args.stream().map(String::valueOf).toArray(String[]::new))
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** Returns when each checkpoint was written. Processes write and delete some meanwhile. */
    private Map<String, Long> written() {
        Map<String, Long> times = new TreeMap<>();
        for (File part : files(checkpoints.toFile())) {
            for (File file : files(part)) {
                if (file.getName().startsWith("checkpoint-")) {
                    times.put(part.getName() + "/" + file.getName(), file.lastModified());
                }
            }
        }
        return times;
    }

    private static File[] files(File of) {
        File[] files = of.listFiles();
        return files == null ? new File[0] : files;
    }

    /** Kills a training again and again, at random times; returns in how many of its lives it wrote checkpoints. */
    private int kill(List<Object> command, int kills, int most) throws IOException, InterruptedException {
        Random random = new Random(11);
        int alive = 0;
        for (int k = 0; k < kills; k++) {
            Map<String, Long> before = written();
            Process process = start(with(command, "--resume"));
            try {
                // Some are killed before they have begun, others at any moment after their first checkpoint.
                if (k % 4 != 3) {
                    long end = System.nanoTime() + 60_000_000_000L;
                    while (process.isAlive() && written().equals(before) && System.nanoTime() < end) {
                        Thread.sleep(2);
                    }
                }
                Thread.sleep(random.nextInt(most));
                if (!process.isAlive()) {
                    assertEquals(0, process.exitValue(), err());
                    break;
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            alive += written().equals(before) ? 0 : 1;
        }
        return alive;
    }

    /** Returns the milliseconds from the first checkpoint of a training that nothing disturbs to its end. */
    private int span(List<Object> command) throws IOException, InterruptedException {
        Process process = start(command);
        try {
            while (process.isAlive() && written().isEmpty()) {
                Thread.sleep(1);
            }
            long begun = System.nanoTime();
            assertEquals(0, process.waitFor(), err());
            return (int) ((System.nanoTime() - begun) / 1_000_000);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Kills a training so often that it needs several processes, and requires the model of one that nothing disturbed. */
    private void killAndCompare(Function<Path, List<Object>> command) throws IOException, InterruptedException {
        checkpoints = folder.resolve("whole");
        int span = span(command.apply(model("whole")));
        checkpoints = folder.resolve("c");
        List<Object> saving = command.apply(model("parts"));
        assertTrue(kill(saving, 8, Math.max(2, span / 4)) >= 3, "it was killed too late");
        Cli resumed = Cli.run(with(saving, "--resume").toArray()).done();
        assertTrue(resumed.err().contains("resuming, with checkpoints of "), resumed.err());
        assertArrayEquals(Files.readAllBytes(model("whole")), Files.readAllBytes(model("parts")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1epochs"})
    @Timeout(300)
    void foldsThatWereKilledEndWithTheSameBytes(String every) throws IOException, InterruptedException {
        killAndCompare(model -> folds("--out", model, "--checkpoint", checkpoints, "--checkpoint-every", every));
        Cli.run(folds("--out", model("none")).toArray()).done();
        assertArrayEquals(Files.readAllBytes(model("none")), Files.readAllBytes(model("whole")));
        // What is done is not trained again.
        List<Object> again = folds("--out", model("again"), "--checkpoint", checkpoints);
        Map<String, Long> done = written();
        Cli.run(replaced(with(again, "--resume"), List.of("--threads", 1)).toArray())
                .done();
        assertArrayEquals(Files.readAllBytes(model("whole")), Files.readAllBytes(model("again")));
        assertEquals(done, written());
        Cli.run(again.toArray()).failed(2, "already has checkpoints, in network-1", "--resume");
    }

    /** As long as the time is not over, the same holds for all recipes. */
    @Test
    @Timeout(300)
    void theBestThatWasKilledEndsWithTheSameBytes() throws IOException, InterruptedException {
        killAndCompare(model -> best("--out", model, "--checkpoint", checkpoints, "--checkpoint-every", "1epochs"));
        Cli.run(best("--out", model("none")).toArray()).done();
        assertArrayEquals(Files.readAllBytes(model("none")), Files.readAllBytes(model("whole")));
        Cli.run(best("--out", model("again"), "--checkpoint", checkpoints).toArray())
                .failed(2, "already has checkpoints, in embedded-1", "--resume");
    }

    /** Returns arguments of recipes that end by the time alone. */
    private List<Object> endless(String limit, Object... more) {
        List<Object> args = new ArrayList<>(List.of("train", "--data", data, "--preset", "best", "--folds", 2));
        args.addAll(List.of("--backend", "java", "--threads", 2, "--epochs", 1_000_000, "--patience", 1_000_000));
        args.addAll(List.of("--schedule", "constant", "--time-limit", limit, "--checkpoint", checkpoints));
        args.addAll(List.of(more));
        return args;
    }

    /** The time of all processes counts, and what the time has ended stays as it was. */
    @Test
    @Timeout(300)
    void theTimeThatWasUsedCounts() throws IOException, InterruptedException {
        List<Object> command = endless("20s", "--out", model("m"), "--checkpoint-every", "1s");
        Process process = start(command);
        try {
            long end = System.nanoTime() + 100_000_000_000L;
            while (process.isAlive() && !Files.exists(checkpoints.resolve("plain-1")) && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            // In the middle of the second recipe.
            Thread.sleep(2500);
            assertTrue(process.isAlive(), err());
        } finally {
            process.destroyForcibly().waitFor();
        }
        Map<String, Long> linear = new TreeMap<>(written());
        linear.keySet().removeIf(file -> !file.startsWith("linear"));
        assertFalse(linear.isEmpty());
        long start = System.nanoTime();
        Cli resumed = Cli.run(with(command, "--resume").toArray()).done();
        double seconds = (System.nanoTime() - start) * 1e-9;
        // The first recipe had 60 % of it, and more than two seconds of the second were written.
        assertTrue(seconds < 0.35 * 20 + 8, () -> seconds + " s in the second process");
        assertTrue(resumed.out().lines().anyMatch(line -> line.startsWith("trained") && line.contains("linear")));
        assertTrue(resumed.out().lines().anyMatch(line -> line.startsWith("trained") && line.contains("plain")));
        Map<String, Long> after = new TreeMap<>(written());
        after.keySet().removeIf(file -> !file.startsWith("linear"));
        assertEquals(linear, after, "the first recipe was trained again");
        assertTrue(Files.exists(model("m")));
        // With more time what the time has ended goes on; with less the model is made of what there is.
        Cli.run(endless("1s", "--out", model("less"), "--resume").toArray()).done();
        assertArrayEquals(tensors(model("m")), tensors(model("less")));
        Cli.run(endless("25s", "--out", model("more"), "--resume").toArray()).done();
        Map<String, Long> more = new TreeMap<>(written());
        more.keySet().removeIf(file -> !file.startsWith("linear"));
        assertFalse(more.equals(after), "the first recipe did not go on");
    }

    /** Returns a model without its facts. */
    private static byte[] tensors(Path model) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(model)).order(ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOfRange(bytes.array(), Long.BYTES + (int) bytes.getLong(), bytes.capacity());
    }

    @Test
    @Timeout(120)
    void aSignalLeavesCheckpoints() throws IOException, InterruptedException {
        Cli.run(folds("--out", model("whole")).toArray()).done();
        List<Object> saving =
                folds("--out", model("parts"), "--checkpoint", checkpoints, "--checkpoint-every", "20epochs");
        Process process = start(saving);
        try {
            while (process.isAlive() && written().isEmpty()) {
                Thread.sleep(1);
            }
            process.toHandle().destroy();
            assertEquals(143, process.waitFor(), err());
        } finally {
            process.destroyForcibly().waitFor();
        }
        String out = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
        assertTrue(out.contains("by a signal; --resume continues from here"), out);
        assertFalse(Files.exists(model("parts")));
        assertFalse(Files.exists(folder.resolve("parts.stopped.safetensors")));
        Cli.run(with(saving, "--resume").toArray()).done();
        assertArrayEquals(Files.readAllBytes(model("whole")), Files.readAllBytes(model("parts")));
    }

    private List<Object> brief(Object... more) {
        return foldsFor(2, with(List.of("--checkpoint", checkpoints), more).toArray());
    }

    /** Returns arguments with another value of an option. */
    private static List<Object> replaced(List<Object> arguments, List<Object> option) {
        List<Object> all = new ArrayList<>(arguments);
        int at = all.indexOf(option.getFirst());
        if (at < 0) {
            all.addAll(option);
        } else {
            all.set(at + 1, option.getLast());
        }
        return all;
    }

    @Test
    void otherTrainingsAreRefused() throws IOException {
        Cli.run(brief().toArray()).done();
        Map<String, Long> before = written();
        // Nothing is written before all is known to be the same.
        for (String file : before.keySet()) {
            if (file.startsWith("network-3")) {
                Files.delete(checkpoints.resolve(file));
            }
        }
        before.keySet().removeIf(file -> file.startsWith("network-3"));
        Map<List<Object>, String> others = Map.of(
                List.of("--seed", 9), "seed: the training before had 42, now it is 9",
                List.of("--folds", 4), "folds: the training before had 3, now it is 4",
                List.of("--layers", "17"), "layers: the training before had 16, now it is 17",
                List.of("--data", table("d.csv", 18)), "samples: the training before had ");
        for (Map.Entry<List<Object>, String> other : others.entrySet()) {
            Cli.run(replaced(brief("--resume"), other.getKey()).toArray())
                    .failed(2, "of a training that is not the same", other.getValue());
            assertEquals(before, written(), other.getValue());
        }
        table("d.csv", 17);
        for (List<Object> other : List.of(
                List.<Object>of("train", "--data", data, "--epochs", 1),
                List.<Object>of("train", "--data", data, "--epochs", 1, "--ensemble", 2),
                List.<Object>of("train", "--data", data, "--epochs", 1, "--preset", "best"),
                List.<Object>of("cross-validate", "--data", data, "--epochs", 1, "--folds", 3))) {
            Cli.run(with(other, "--checkpoint", checkpoints, "--resume").toArray())
                    .failed(2, "--checkpoint " + checkpoints + " has other checkpoints, network-1");
        }
        try (FolderLock _ = FolderLock.tryLock(checkpoints).orElseThrow()) {
            Cli.run(brief("--resume").toArray()).failed(2, "another run writes its checkpoints here");
        }
        assertEquals(before, written());
        Cli.run(brief("--resume").toArray()).done();
    }

    @Test
    void aDamagedProgressFile() throws IOException {
        Cli.run(brief("--out", model("a")).toArray()).done();
        Path progress = checkpoints.resolve("progress.json");
        for (String text : List.of("", "{", "[]", "{\"a\":1}", "{\"a\":{\"b\":2}}", "{}x")) {
            Files.writeString(progress, text);
            Cli.run(brief("--resume").toArray()).failed(2, progress + " cannot be read", "delete it");
        }
        Files.writeString(progress, "{\"format\":{\"version\":\"99\"}}");
        Cli.run(brief("--resume").toArray()).failed(2, "another version");
        Files.delete(progress);
        Cli.run(brief("--resume", "--out", model("b")).toArray()).done();
        assertArrayEquals(Files.readAllBytes(model("a")), Files.readAllBytes(model("b")));
        assertTrue(Files.exists(progress));
    }

    /** What a process leaves that is killed while it writes. */
    @Test
    void leftoversAreDeleted() throws IOException {
        Cli.run(brief().toArray()).done();
        List<Path> leftovers = List.of(
                checkpoints.resolve(".panagrad-1.tmp"),
                checkpoints.resolve("network-1").resolve(".panagrad-2.tmp"));
        for (Path leftover : leftovers) {
            Files.createFile(leftover);
        }
        Cli.run(brief("--resume").toArray()).done();
        for (Path leftover : leftovers) {
            assertFalse(Files.exists(leftover), leftover.toString());
        }
    }

    /** What cannot be written is a warning, or ends the training. */
    @Test
    void whatCannotBeWritten() throws IOException, InterruptedException {
        Path progress = checkpoints.resolve("progress.json");
        Files.createDirectories(progress.resolve("taken"));
        Process stopping = start(brief("--out", model("m"), "--checkpoint-failure", "stop"));
        assertEquals(1, stopping.waitFor(), err());
        assertTrue(err().contains("cannot write " + progress), err());
        assertFalse(Files.exists(model("m")));
        assertEquals(Map.of(), written(), "it was begun");
        Process going = start(brief("--out", model("m")));
        assertEquals(0, going.waitFor(), err());
        assertEquals(
                1,
                err().lines()
                        .filter(line -> line.contains("cannot write " + progress))
                        .count(),
                err());
        assertTrue(Files.exists(model("m")));

        Files.delete(progress.resolve("taken"));
        Files.delete(progress);
        Cli.run(brief("--resume").toArray()).done();
        assertTrue(Files.isRegularFile(progress));
        // A folder, which cannot be replaced, where the last checkpoint of the second network would go.
        String last = new TreeMap<>(written()).headMap("network-3").lastKey();
        long steps = Long.parseLong(last.replaceAll("[^0-9]*network-2.checkpoint-([0-9]+).*", "$1"));
        Path blocked =
                checkpoints.resolve(String.format(Locale.ROOT, "network-2/checkpoint-%012d.safetensors", 2 * steps));
        Files.createDirectories(blocked.resolve("taken"));
        List<Object> longer = foldsFor(4, "--checkpoint", checkpoints, "--resume", "--out", model("n"));
        Process ending = start(with(longer, "--checkpoint-failure", "stop"));
        assertEquals(1, ending.waitFor(), err());
        assertTrue(err().contains("cannot write " + blocked), err());
        assertFalse(Files.exists(model("n")));
        Process warned = start(longer);
        assertEquals(0, warned.waitFor(), err());
        assertTrue(err().contains("WARN: no checkpoint after step " + 2 * steps + ": cannot write " + blocked), err());
        Cli.run(foldsFor(4, "--out", model("whole")).toArray()).done();
        assertArrayEquals(Files.readAllBytes(model("whole")), Files.readAllBytes(model("n")));
    }
}
