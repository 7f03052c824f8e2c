package io.github.panagrad.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the real data is, which is not part of the repository. */
final class RealData {
    private RealData() {}

    /** Returns a file or folder; missing, it fails the test in continuous integration, and says why elsewhere. */
    static Path path(String name) {
        String override = System.getProperty("PANAGRAD_TEST_DATA", System.getenv("PANAGRAD_TEST_DATA"));
        Path data = override == null ? Path.of("../../shared/data") : Path.of(override);
        Path path = data.resolve(name);
        if (!Files.exists(path)) {
            String reason = "the real data is missing: there is no "
                    + path.toAbsolutePath().normalize() + "; name its folder with PANAGRAD_TEST_DATA";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return path;
    }
}
