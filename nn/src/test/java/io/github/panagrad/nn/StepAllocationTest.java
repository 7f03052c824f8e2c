package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Once compiled, a training step allocates nothing on the heap, on any thread of its team. Measured in a JVM of its own:
 * what the compiler makes of a step depends on everything that ran before.
 */
class StepAllocationTest {
    @ParameterizedTest
    @EnumSource(DType.class)
    void allocatesNothing(DType dtype, @TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepAllocationProbe.class.getName(),
                        dtype.label()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        List<String> cases =
                printed.lines().filter(line -> line.startsWith("case ")).toList();
        assertEquals(8, cases.size(), printed);
        assertTrue(cases.stream().allMatch(line -> line.endsWith(" 0")), printed);
    }
}
