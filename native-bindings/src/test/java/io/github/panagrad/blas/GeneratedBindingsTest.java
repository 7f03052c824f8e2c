package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.call.CblasNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedBindingsTest {
    /** Relative to the folder of the module, where tests run. */
    private static final Path FOLDER = Path.of("src/jextract");

    private static final Path SCRIPT = Path.of("../scripts/generate-bindings");

    @Test
    void theGeneratedFilesAreUnedited() throws IOException, NoSuchAlgorithmException {
        StringBuilder actual = new StringBuilder();
        for (Path file : generatedFiles()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            actual.append(HexFormat.of().formatHex(hash) + "  "
                    + FOLDER.relativize(file).toString() + "\n");
        }
        assertEquals(
                Files.readString(FOLDER.resolve("checksums.txt")),
                actual.toString(),
                "src/jextract/java is generated and never edited by hand: undo the edit, or run scripts/generate-bindings");
    }

    private static List<Path> generatedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("java"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void theScriptRunsWhatTheReadmeSays() throws IOException {
        String documented = Files.readString(FOLDER.resolve("README.md"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("jextract @"))
                .collect(Collectors.joining());
        String script = Files.readString(SCRIPT);
        String run =
                script.lines().filter(line -> line.startsWith("jextract @")).collect(Collectors.joining());
        String header = script.lines()
                .filter(line -> line.startsWith("HEADER="))
                .map(line -> line.substring("HEADER=".length()))
                .collect(Collectors.joining());
        assertEquals(documented, run.replace("\"$output\"", "OUT").replace("\"$HEADER\"", header));
        assertTrue(documented.contains("--target-package " + getClass().getPackageName() + ".cblas "), documented);
    }

    @Test
    void whatTheKernelsCallIsBound() throws IOException {
        List<String> bound = Files.readString(FOLDER.resolve("includes.txt"))
                .lines()
                .filter(line -> line.startsWith("--include-function "))
                .map(line -> line.substring("--include-function ".length()))
                .toList();
        List<String> called = CblasNames.STANDARD.missing(_ -> Optional.empty());
        assertEquals(4, called.size());
        assertTrue(bound.containsAll(called), bound.toString());
    }
}
