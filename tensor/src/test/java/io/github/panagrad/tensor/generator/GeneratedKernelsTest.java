package io.github.panagrad.tensor.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The kernels that are checked in are those that the generator makes of their sources. */
class GeneratedKernelsTest {
    private static final Path MODULE = Path.of("");
    private static final String REMEDY = " is not what its source makes: run scripts/generate-kernels";

    @Test
    void everyByteIsWhatTheGeneratorMakes() throws IOException {
        SortedMap<String, String> expected = KernelGenerator.generate(MODULE);
        assertTrue(expected.size() >= 40, expected.keySet().toString());
        for (Map.Entry<String, String> file : expected.entrySet()) {
            Path path = KernelGenerator.GENERATED.resolve(file.getKey());
            assertTrue(Files.exists(path), path + " is missing: run scripts/generate-kernels");
            assertArrayEquals(
                    file.getValue().getBytes(StandardCharsets.UTF_8), Files.readAllBytes(path), path + REMEDY);
        }
        assertEquals(expected.keySet(), KernelGenerator.javaFiles(KernelGenerator.GENERATED));
    }

    @Test
    void nothingElseIsAmongTheGeneratedFiles() throws IOException {
        try (var paths = Files.walk(KernelGenerator.GENERATED)) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> assertTrue(
                            path.toString().endsWith("F32.java")
                                    || path.toString().endsWith("F64.java"),
                            path + " was not generated: delete it"));
        }
    }

    @Test
    void theFirstLineSaysWhatItWasMadeFromAndBy() throws IOException {
        for (String path : KernelGenerator.javaFiles(KernelGenerator.GENERATED)) {
            String first =
                    Files.readAllLines(KernelGenerator.GENERATED.resolve(path)).getFirst();
            String source = path.replaceAll("F(32|64)\\.java$", ".java");
            assertEquals(
                    "// Generated from tensor/src/kernels/java/" + source
                            + " by scripts/generate-kernels: edit that, not this.",
                    first);
        }
    }
}
