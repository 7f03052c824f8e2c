package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training longer than was planned at first: the message says what to type, and that works. */
class LongerTrainingTest {
    @TempDir
    Path folder;

    private Cli train(int epochs, String... more) throws IOException {
        Path data = folder.resolve("d.csv");
        if (!Files.exists(data)) {
            // Values, whose weight decay depends on the epochs, too.
            Files.writeString(data, "x,y\n" + "1,2.5\n2,1.25\n3,1\n1,4\n".repeat(20));
        }
        List<Object> arguments = new ArrayList<>(
                List.of("train", "--preset", "none", "--data", data, "--epochs", epochs, "--backend", "java"));
        arguments.addAll(List.of("--layers", 7, "--checkpoint", folder.resolve("ck")));
        arguments.addAll(Arrays.asList(more));
        return Cli.run(arguments.toArray());
    }

    @Test
    void theRemedyIsWhatToType() throws IOException {
        train(2).done();
        train(2).failed(2, "already has checkpoints", "add --resume");
        Cli refused = train(4, "--resume").failed(2, "depend on the number of epochs");
        assertFalse(refused.err().contains("resuming from"), refused.err());
        String message = refused.err().strip();
        String[] remedy = message.substring(message.indexOf("add --") + 4).split(" ");
        assertTrue(remedy.length >= 2, message);
        List<String> again = new ArrayList<>(List.of("--resume"));
        again.addAll(Arrays.asList(remedy));
        Cli done = train(4, again.toArray(String[]::new)).done();
        assertTrue(done.err().contains("resuming from"), done.err());
        assertEquals(0, done.code());
    }

    /** The same command, given again when it is done, returns at once. */
    @Test
    void theSameCommandTwiceIsHarmless() throws IOException {
        train(2, "--resume", "--out", folder.resolve("m").toString()).done();
        byte[] first = Files.readAllBytes(folder.resolve("m"));
        train(2, "--resume", "--out", folder.resolve("m").toString()).done();
        assertTrue(Arrays.equals(first, Files.readAllBytes(folder.resolve("m"))));
    }
}
