package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the page about checkpoints is compiled and run as it stands, twice: the second time it is resumed. */
class CheckpointsExampleTest {
    private static final String BEFORE = """
            import io.github.panagrad.nn.*;
            import io.github.panagrad.nn.checkpoint.*;
            import io.github.panagrad.nn.data.*;

            void main() throws IOException {
                var parts = SyntheticData.spirals().generate(1).split(0.1, 1);
                Dataset training = parts.training();
                Dataset validation = parts.validation();
                TrainingConfig config = TrainingConfig.defaults().withEpochs(3);
                NetworkSpec spec = NetworkSpec.inputs(2).output(3, Loss.softmaxCrossEntropy());
                Network network = Network.create(spec, 42);
            """;

    private static final String AFTER = """
                network.close();
            }
            """;

    @Test
    void runsAsItStands(@TempDir Path folder) throws IOException, InterruptedException {
        String page = Files.readString(Path.of("..", "docs", "checkpoints.md"));
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(block.find(), "the page has a Java example");
        Path source = Files.writeString(folder.resolve("Example.java"), BEFORE + block.group(1) + AFTER);
        Path checkpoints = folder.resolve("checkpoints");
        run(folder, source);
        List<String> first = names(checkpoints);
        assertTrue(first.stream().anyMatch(name -> name.startsWith("checkpoint-")), first::toString);
        run(folder, source);
        assertEquals(first, names(checkpoints), "there was nothing left to do");
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void run(Path folder, Path source) throws IOException, InterruptedException {
        Path output = source.resolveSibling("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(output));
    }
}
