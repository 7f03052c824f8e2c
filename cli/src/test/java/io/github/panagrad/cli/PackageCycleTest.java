package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.measure.StepBenchmark;
import io.github.panagrad.nn.Network;
import io.github.panagrad.onnx.OnnxExport;
import io.github.panagrad.report.HtmlReport;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tune.Study;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No package of a module depends on itself by way of another. It is read from the compiled classes. */
class PackageCycleTest {
    private static final Pattern OWN_TYPE = Pattern.compile("\\bL?(io/github/panagrad/[\\w/]*)/[\\w$]+");

    /** One class of each module that is checked. */
    static List<Class<?>> modules() {
        return List.of(
                OpenBlas.class,
                Tensor.class,
                Network.class,
                Table.class,
                HtmlReport.class,
                StepBenchmark.class,
                Study.class,
                OnnxExport.class,
                Main.class);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesOfAModuleAreInOrder(Class<?> member) throws IOException, URISyntaxException {
        SortedMap<String, SortedSet<String>> packages = dependencies(member);
        assertTrue(packages.containsKey(member.getPackageName()), packages.toString());
        assertEquals(List.of(), cycles(packages));
    }

    @Test
    void aCycleIsFound() {
        SortedMap<String, SortedSet<String>> packages = new TreeMap<>();
        packages.put("a", new TreeSet<>(List.of("b")));
        packages.put("b", new TreeSet<>(List.of("c", "d")));
        packages.put("c", new TreeSet<>(List.of("a")));
        packages.put("d", new TreeSet<>());
        assertEquals(List.of("a → b → c → a", "b → c → a → b", "c → a → b → c"), cycles(packages));
        packages.put("c", new TreeSet<>());
        assertEquals(List.of(), cycles(packages));
    }

    /** The test reads what it must: a dependency that is known to be there. */
    @Test
    void dependenciesAreRead() throws IOException, URISyntaxException {
        SortedMap<String, SortedSet<String>> packages = dependencies(Tensor.class);
        assertTrue(
                packages.getOrDefault("io.github.panagrad.tensor.kernel.plain", new TreeSet<>())
                        .contains("io.github.panagrad.tensor.kernel"),
                packages.toString());
    }

    /** Returns for each package of the module that a class is in those of its packages that its classes name. */
    private static SortedMap<String, SortedSet<String>> dependencies(Class<?> member)
            throws IOException, URISyntaxException {
        Path place = Path.of(
                member.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return dependenciesIn(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return dependenciesIn(jar.getPath("/"));
        }
    }

    private static SortedMap<String, SortedSet<String>> dependenciesIn(Path folder) throws IOException {
        SortedMap<String, SortedSet<String>> packages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .filter(path -> !path.endsWith("module-info.class") && !path.endsWith("package-info.class"))
                    .toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                String own = packageOf(model.thisClass().asInternalName());
                packages.computeIfAbsent(own, _ -> new TreeSet<>()).addAll(named(model));
            }
        }
        packages.forEach((own, others) -> {
            others.retainAll(packages.keySet());
            others.remove(own);
        });
        return packages;
    }

    private static String packageOf(String internalName) {
        return internalName.substring(0, internalName.lastIndexOf('/')).replace('/', '.');
    }

    /** Classes stand in the pool by name, and in the descriptors and signatures of fields and methods. */
    private static SortedSet<String> named(ClassModel model) {
        SortedSet<String> named = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            String text = switch (entry) {
                case ClassEntry type -> type.asInternalName();
                case Utf8Entry utf8 -> utf8.stringValue();
                default -> "";
            };
            Matcher types = OWN_TYPE.matcher(text);
            while (types.find()) {
                named.add(types.group(1).replace('/', '.'));
            }
        }
        return named;
    }

    /** Returns the shortest way from each package back to itself. */
    private static List<String> cycles(SortedMap<String, SortedSet<String>> packages) {
        List<String> cycles = new ArrayList<>();
        for (String start : packages.keySet()) {
            Deque<List<String>> ways = new ArrayDeque<>(List.of(List.of(start)));
            SortedSet<String> seen = new TreeSet<>();
            while (!ways.isEmpty()) {
                List<String> way = ways.removeFirst();
                if (way.size() > 1 && way.getLast().equals(start)) {
                    cycles.add(String.join(" → ", way));
                    break;
                }
                for (String next : packages.getOrDefault(way.getLast(), new TreeSet<>())) {
                    if (seen.add(next)) {
                        List<String> longer = new ArrayList<>(way);
                        longer.add(next);
                        ways.addLast(longer);
                    }
                }
            }
        }
        return cycles;
    }
}
