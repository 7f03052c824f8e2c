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

/** The library example of the README is compiled and run as it stands, by a Java of its own. */
class ReadmeExampleTest {
    private static final String IMPORTS = """
            import io.github.panagrad.nn.*;
            import io.github.panagrad.nn.data.*;
            import io.github.panagrad.tensor.Activation;
            """;

    @Test
    void runsAsItStands(@TempDir Path folder) throws IOException, InterruptedException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertTrue(block.find(), "the README has a Java example");
        String example = block.group(1);
        assertTrue(example.lines().count() <= 15, "at most 15 lines");
        for (String line : IMPORTS.lines().toList()) {
            assertTrue(readme.contains(line), () -> "the README names " + line);
        }
        Path source = Files.writeString(folder.resolve("Example.java"), IMPORTS + example);
        Path output = folder.resolve("output.txt");
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
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        Matcher accuracy = Pattern.compile("accuracy (\\S+)").matcher(printed);
        assertTrue(accuracy.find(), printed);
        assertTrue(Double.parseDouble(accuracy.group(1)) >= 0.99, printed);
        assertTrue(Files.exists(folder.resolve("spirals.safetensors")));
    }
}
