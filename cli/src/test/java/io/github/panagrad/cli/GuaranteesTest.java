package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/guarantees.md names are there, and each promise names at least one. */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void theTestsOfAllPromisesExist() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/guarantees.md"))) {
            if (!line.startsWith("| ") || line.startsWith("| promise |") || line.startsWith("| campaign |")) {
                continue;
            }
            if (!line.startsWith("| `")) {
                String holders = line.split("\\|", -1)[2];
                assertTrue(TEST.matcher(holders).find(), () -> "no test holds: " + line);
            }
            TEST.matcher(line).results().forEach(test -> named.add(test.group(1)));
        }
        assertTrue(named.size() > 30, named::toString);
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> existing = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
            named.removeAll(existing);
        }
        assertEquals(Set.of(), named);
    }
}
