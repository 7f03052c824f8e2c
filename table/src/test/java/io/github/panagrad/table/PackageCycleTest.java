package io.github.panagrad.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No package of this module needs, directly or through others, a package that needs it. */
class PackageCycleTest {
    /** Any class of the module; the test reads all compiled classes that lie beside it. */
    private static final Class<?> MODULE = Table.class;

    /** A type within a descriptor, a generic signature or an annotation. */
    private static final Pattern TYPE = Pattern.compile("L([\\w$]+(?:/[\\w$]+)*)[;<]");

    @Test
    void packagesHaveNoCycle() throws IOException, URISyntaxException {
        Path classes = Path.of(
                MODULE.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Set<String>> uses = uses(classes);
        assertTrue(uses.size() > 1 && uses.values().stream().anyMatch(set -> !set.isEmpty()), "nothing was read");
        assertEquals(List.of(), cycles(uses));
    }

    @Test
    void aCycleIsFound() {
        Map<String, Set<String>> uses =
                Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b", "d"), "d", Set.<String>of());
        assertEquals(List.of("b -> c -> b", "c -> b -> c"), cycles(uses));
    }

    /** Returns the packages of a folder of classes, and which of them each one uses. */
    private static Map<String, Set<String>> uses(Path folder) throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                String name = model.thisClass().asInternalName();
                if (name.indexOf('/') >= 0) {
                    uses.computeIfAbsent(packageOf(name), _ -> new TreeSet<>()).addAll(packagesIn(model));
                }
            }
        }
        uses.forEach((name, used) -> {
            used.retainAll(uses.keySet());
            used.remove(name);
        });
        return uses;
    }

    private static Set<String> packagesIn(ClassModel model) {
        Set<String> packages = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                packages.add(packageOf(type.asInternalName()));
            } else if (entry instanceof Utf8Entry text) {
                Matcher types = TYPE.matcher(text.stringValue());
                while (types.find()) {
                    packages.add(packageOf(types.group(1)));
                }
            }
        }
        return packages;
    }

    private static String packageOf(String internalName) {
        // Arrays begin with brackets and L.
        String name = internalName.replaceFirst("^\\[+L", "");
        return name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
    }

    /** Returns a shortest way from each package back to itself, if there is one. */
    private static List<String> cycles(Map<String, Set<String>> uses) {
        List<String> cycles = new ArrayList<>();
        for (String start : new TreeSet<>(uses.keySet())) {
            Map<String, String> cameFrom = new TreeMap<>();
            Deque<String> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty() && !cameFrom.containsKey(start)) {
                String name = open.remove();
                for (String next : uses.getOrDefault(name, Set.of())) {
                    if (cameFrom.putIfAbsent(next, name) == null) {
                        open.add(next);
                    }
                }
            }
            if (cameFrom.containsKey(start)) {
                String way = start;
                for (String at = cameFrom.get(start); !start.equals(at); at = cameFrom.get(at)) {
                    way = at + " -> " + way;
                }
                cycles.add(start + " -> " + way);
            }
        }
        return cycles;
    }
}
