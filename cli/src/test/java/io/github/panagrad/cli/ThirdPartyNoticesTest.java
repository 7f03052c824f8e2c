package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every library that is distributed with the command line is named with its licence. */
class ThirdPartyNoticesTest {
    private static final Path DISTRIBUTION = Path.of("src", "main", "distribution");

    /** What only tests have, and what users add. */
    private static final Set<String> TESTS = Set.of(
            "apiguardian-api",
            "junit-jupiter",
            "junit-jupiter-api",
            "junit-jupiter-engine",
            "junit-jupiter-params",
            "junit-platform-commons",
            "junit-platform-engine",
            "junit-platform-launcher",
            "onnxruntime",
            "opentest4j");

    private static Set<String> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-\\d.*", ""))
                .filter(name -> !name.startsWith("panagrad-") && !name.startsWith("surefire"))
                .filter(name -> !TESTS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyLibraryIsNamed() throws IOException {
        String notices = Files.readString(DISTRIBUTION.resolve("THIRD-PARTY-NOTICES"));
        Set<String> named = Pattern.compile("(?m)^\\| ([A-Za-z0-9, -]+) \\|")
                .matcher(notices)
                .results()
                .flatMap(row -> Arrays.stream(row.group(1).split(", ", -1)))
                .filter(name -> !name.equals("jar"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(libraries(), named);
    }

    @Test
    void licencesThatAreReferredToAreThere() throws IOException {
        String notices = Files.readString(DISTRIBUTION.resolve("THIRD-PARTY-NOTICES"));
        Set<String> files = Pattern.compile("licenses/[A-Za-z0-9.-]+\\.txt")
                .matcher(notices)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(files.size() >= 3, files::toString);
        for (String file : files) {
            assertTrue(Files.size(DISTRIBUTION.resolve(file)) > 1000, file);
        }
    }
}
