package io.github.panagrad.nn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the real data that some tests need and that is not part of the repository.
 *
 * <p>It is looked for in {@code shared/data} beside the checkout, or where the system property or else the environment
 * variable {@value #OVERRIDE} says. Where it is missing, a test fails in continuous integration ({@code CI=true}) and
 * is otherwise aborted with the reason.
 */
public final class RealData {
    static final String OVERRIDE = "PANAGRAD_TEST_DATA";

    private RealData() {}

    /** Returns the folder of MNIST's four files. */
    public static Path mnist() {
        return path("mnist");
    }

    /**
     * Returns a file or folder of the real data, or ends the test.
     *
     * @param name its path below the data folder, such as {@code abalone.csv}
     */
    public static Path path(String name) {
        String override = System.getProperty(OVERRIDE, System.getenv(OVERRIDE));
        return find(name, override, Path.of(""), "true".equals(System.getenv("CI")));
    }

    /** The same with its surroundings as arguments. */
    static Path find(String name, @Nullable String override, Path workingDirectory, boolean mustExist) {
        // Maven runs tests in the module's folder, one below the checkout's root.
        Path folder = override == null ? workingDirectory.resolve("../../shared/data") : Path.of(override);
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            String reason = "the real data is missing: there is no "
                    + path.toAbsolutePath().normalize()
                    + "; put it there, or name its folder with the system property or environment variable " + OVERRIDE;
            if (mustExist) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return path;
    }
}
