package io.github.panagrad.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds real data. The small sets are part of the repository, so that every test runs on them everywhere; a test on a full
 * set is in addition to the same test on the small one.
 *
 * <p>Full sets are looked for in {@code shared/data} beside the checkout, or where the system property or else the
 * environment variable {@value #OVERRIDE} says. Where one is missing, its test fails if the environment variable {@value
 * #REQUIRED} is {@code true}, and is otherwise aborted with the reason.
 */
public final class RealData {
    public static final String OVERRIDE = "PANAGRAD_TEST_DATA";
    public static final String REQUIRED = "PANAGRAD_REQUIRE_FULL_DATA";

    private RealData() {}

    /**
     * Returns a file or folder of the small sets.
     *
     * @param name its path below {@code testdata}, such as {@code abalone.csv} or {@code mnist}
     */
    public static Path small(String name) {
        Path path = smallSets().resolve(name);
        Assertions.assertTrue(
                Files.exists(path), () -> "there is no " + path.toAbsolutePath().normalize());
        return path;
    }

    /** Returns the folder of the small sets: Maven runs tests in the module's folder, somewhere below the checkout's root. */
    private static Path smallSets() {
        Path folder = Path.of("..");
        while (!Files.isDirectory(folder.resolve("testdata"))) {
            Assertions.assertNotNull(folder.toAbsolutePath().normalize().getParent(), "there is no testdata above");
            folder = folder.resolve("..");
        }
        return folder.resolve("testdata");
    }

    /**
     * Returns a file or folder of the full sets, or ends the test.
     *
     * @param name its path below the data folder, such as {@code abalone.csv} or {@code mnist}
     */
    public static Path full(String name) {
        String override = System.getProperty(OVERRIDE, System.getenv(OVERRIDE));
        return full(name, override, smallSets(), "true".equals(System.getenv(REQUIRED)));
    }

    /**
     * Returns a folder of small tables in the situations of public bug reports, or ends the test; they are in {@code field} beside the
     * full sets.
     *
     * @param name its name, such as {@code comments}
     */
    public static Path field(String name) {
        return full("../field/" + name);
    }

    /** The same with its surroundings as arguments. */
    public static Path full(String name, @Nullable String override, Path workingDirectory, boolean mustExist) {
        Path folder = override == null ? workingDirectory.resolve("../../shared/data") : Path.of(override);
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            String reason = "the full data set is missing: there is no "
                    + path.toAbsolutePath().normalize()
                    + "; put it there, or name its folder with the system property or environment variable " + OVERRIDE;
            if (mustExist) {
                Assertions.fail(reason + "; " + REQUIRED + "=true says that it must be there");
            }
            Assumptions.abort(reason);
        }
        return path;
    }
}
