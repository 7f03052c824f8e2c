package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Compiles {@code stub.c}, with the machine's C compiler, to what looks like a product from outside. On a machine without one, which is not
 * the project's own, the test is aborted.
 */
final class StubLibrary {
    private final List<String> definitions = new ArrayList<>();

    /**
     * Takes what all have.
     *
     * @param suffix what follows the standard names
     * @param integer the C type of sizes
     */
    StubLibrary(String suffix, String integer) {
        definitions.add("-DNAME(f)=" + (suffix.isEmpty() ? "f" : "f##" + suffix));
        definitions.add("-DINTEGER=" + integer);
    }

    /** Defines a name for the compiler. */
    StubLibrary with(String name, String value) {
        definitions.add("-D" + name + "=" + value);
        return this;
    }

    private static boolean hasCompiler() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
    }

    /** Writes the library. */
    Path compile(Path file) throws IOException, InterruptedException {
        boolean isRequired = "true".equals(System.getenv("PANAGRAD_REQUIRE_FULL_DATA"));
        assumeTrue(isRequired || hasCompiler(), "there is no C compiler, cc");
        Path source = Files.createTempFile(file.getParent(), "stub", ".c");
        try (InputStream text = Objects.requireNonNull(StubLibrary.class.getResourceAsStream("stub.c"))) {
            Files.write(source, text.readAllBytes());
        }
        List<String> command =
                new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-O1", "-w", "-fdollars-in-identifiers"));
        command.addAll(definitions);
        command.addAll(List.of("-o", file.toString(), source.toString(), "-ldl"));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), output);
        return file;
    }
}
