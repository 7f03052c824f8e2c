package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public types of the module, which has no descriptor that {@code PublicTypesTest} could read; docs/design.md lists them. */
class SparkTypesTest {
    private static final String PACKAGE = "io.github.panagrad.spark";

    @Test
    void designListsEveryPublicType() throws Exception {
        String design = Files.readString(Path.of("..", "..", "docs", "design.md"));
        String start = "<!-- Public types of Spark; SparkTypesTest compares. -->\n";
        assertTrue(design.contains(start), "docs/design.md has the list of public types of this module");
        int from = design.indexOf(start) + start.length();
        String expected =
                "| package | public types |\n|---|---|\n| `" + PACKAGE + "` | " + String.join(", ", types()) + " |\n";
        assertEquals(expected, design.substring(from, Math.min(design.length(), from + expected.length())));
    }

    private static Set<String> types() throws IOException, ClassNotFoundException {
        Set<String> types = new TreeSet<>();
        Path classes = Path.of("target", "classes", "io", "github", "panagrad", "spark");
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(PACKAGE + "." + name, false, SparkTypesTest.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers())
                        && !type.isAnonymousClass()
                        && !name.equals("package-info")) {
                    types.add(name.replace('$', '.'));
                }
            }
        }
        return types;
    }
}
