package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No package of this module depends on itself through another. The compiled classes are read: a class file names every class
 * that its code, its signatures and its annotations mention in its constant pool. Knows nothing of the module.
 */
class PackageCyclesTest {
    private static final Path CLASSES = Path.of("target", "classes");

    /** A class of this project in a name, a descriptor or a signature; the group is its package. */
    private static final Pattern CLASS = Pattern.compile("(io/github/panagrad(?:/[a-z_0-9]+)*)/[A-Z]");

    /** Returns for each package of the module those that it depends on. */
    private static Map<String, Set<String>> dependencies() throws IOException {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                Path folder = CLASSES.relativize(file).getParent();
                if (folder != null) {
                    dependencies
                            .computeIfAbsent(folder.toString().replace('\\', '/'), _ -> new TreeSet<>())
                            .addAll(mentioned(file));
                }
            }
        }
        dependencies.forEach((name, others) -> {
            others.retainAll(dependencies.keySet());
            others.remove(name);
        });
        return dependencies;
    }

    private static Set<String> mentioned(Path file) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                CLASS.matcher(text.stringValue())
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(packages::add);
            }
        }
        return packages;
    }

    /** Returns packages of which each depends on the next and the last on the first, or none. */
    private static List<String> cycle(Map<String, Set<String>> dependencies) {
        Set<String> done = new TreeSet<>();
        for (String start : dependencies.keySet()) {
            List<String> found = cycle(start, dependencies, new ArrayList<>(), done);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<String> cycle(
            String name, Map<String, Set<String>> dependencies, List<String> path, Set<String> done) {
        int before = path.indexOf(name);
        if (before >= 0) {
            return List.copyOf(path.subList(before, path.size()));
        }
        if (done.contains(name)) {
            return List.of();
        }
        path.add(name);
        for (String next : dependencies.getOrDefault(name, Set.of())) {
            List<String> found = cycle(next, dependencies, path, done);
            if (!found.isEmpty()) {
                return found;
            }
        }
        path.removeLast();
        done.add(name);
        return List.of();
    }

    @Test
    void thereAreNone() throws IOException {
        Map<String, Set<String>> dependencies = dependencies();
        assertTrue(
                dependencies.values().stream().anyMatch(others -> !others.isEmpty()),
                () -> "no package depends on another: were the classes read? " + dependencies);
        assertEquals(List.of(), cycle(dependencies), () -> "each depends on the next, in " + dependencies);
    }

    @Test
    void aCycleWouldBeFound() {
        Map<String, Set<String>> dependencies =
                Map.of("a", Set.of("b", "e"), "b", Set.of("c"), "c", Set.of("d"), "d", Set.of("b"), "e", Set.of());
        assertEquals(Set.of("b", "c", "d"), Set.copyOf(cycle(dependencies)));
        assertEquals(List.of(), cycle(Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of())));
    }
}
