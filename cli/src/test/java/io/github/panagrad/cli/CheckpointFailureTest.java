package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that cannot be written: what is said, what becomes of the training, and of the checkpoints before. */
class CheckpointFailureTest {
    /** Of 270 training samples in batches of 128. */
    private static final int STEPS_PER_EPOCH = 3;

    @TempDir
    Path folder;

    private Path checkpoints = Path.of("unset");

    private record Ended(int code, String out, List<String> said) {}

    private Ended train(int epochs, String... more) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("train", "--samples", "300", "--layers", "9"));
        args.addAll(List.of("--epochs", String.valueOf(epochs), "--checkpoint", checkpoints.toString()));
        args.addAll(List.of(more));
        Path err = folder.resolve("err");
        Process process = Program.of(Main.class, List.of(), err, args.toArray(String[]::new))
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        try (Stream<String> lines = Files.lines(err)) {
            return new Ended(
                    code,
                    out,
                    lines.filter(line -> line.contains("cannot write")).toList());
        }
    }

    private Path checkpoint(int epoch) {
        return checkpoints.resolve(String.format(Locale.ROOT, "checkpoint-%012d.safetensors", epoch * STEPS_PER_EPOCH));
    }

    /** Has a checkpoint of the first epoch, and a folder, which cannot be replaced, where that of the third would go. */
    @BeforeEach
    void blockTheThird() throws IOException, InterruptedException {
        checkpoints = folder.resolve("c");
        assertEquals(0, train(1).code);
        assertTrue(Files.isRegularFile(checkpoint(1)));
        Files.createFile(Files.createDirectory(checkpoint(3)).resolve("taken"));
    }

    @Test
    void areSaidWhileTheTrainingGoesOn() throws IOException, InterruptedException {
        Ended ended = train(4, "--resume");
        assertEquals(0, ended.code, ended.out);
        assertEquals(1, ended.said.size(), ended.said.toString());
        assertTrue(
                ended.said.getFirst().startsWith("panagrad: WARN: no checkpoint after step 9: cannot write"),
                ended.said.getFirst());
        for (int epoch : new int[] {2, 4}) {
            assertTrue(Files.isRegularFile(checkpoint(epoch)), () -> "after epoch " + epoch);
        }
    }

    @Test
    void endTheTrainingOnceIfAsked() throws IOException, InterruptedException {
        Ended ended = train(4, "--resume", "--checkpoint-failure", "stop");
        assertEquals(1, ended.code, ended.out);
        assertEquals(1, ended.said.size(), ended.said.toString());
        assertTrue(ended.said.getFirst().startsWith("panagrad: cannot write " + checkpoint(3)), ended.said.getFirst());
        // What was written before is whole, and the training goes on from it where there is room again.
        Files.delete(checkpoint(3).resolve("taken"));
        Files.delete(checkpoint(3));
        Ended resumed = train(4, "--resume");
        assertEquals(0, resumed.code, resumed.out);
        List<String> epochs = resumed.out
                .lines()
                .filter(line -> line.matches(" +(epoch|\\d/4) .*"))
                .map(line -> line.strip().split(" ", -1)[0])
                .toList();
        assertEquals(List.of("epoch", "3/4", "4/4"), epochs);
        assertTrue(Files.isRegularFile(checkpoint(4)));
    }
}
