package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.Panagrad;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.nn.Network;
import io.github.panagrad.onnx.OnnxExport;
import io.github.panagrad.report.HtmlReport;
import io.github.panagrad.serve.ServedModel;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tune.Study;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types that users of the libraries can name are few, and docs/design.md lists them all. */
class PublicTypesTest {
    private static final int MOST = 235;
    private static final List<Class<?>> ONE_OF_EACH_MODULE = List.of(
            Panagrad.class,
            OpenBlas.class,
            Tensor.class,
            Network.class,
            Table.class,
            HtmlReport.class,
            Study.class,
            ServedModel.class,
            OnnxExport.class);

    @Test
    void designListsEveryPublicType() throws Exception {
        String expected = table(publicTypes());
        String design = Files.readString(Path.of("..", "docs", "design.md"));
        String start = "<!-- Public types; PublicTypesTest compares. -->\n";
        assertTrue(design.contains(start), "docs/design.md has the list of public types");
        int from = design.indexOf(start) + start.length();
        assertEquals(expected, design.substring(from, design.indexOf("\n\n", from) + 1));
    }

    /** A nested type is found where its owner is, and does not count. */
    @Test
    void publicTypesAreFew() throws Exception {
        long count = publicTypes().values().stream()
                .flatMap(Set::stream)
                .filter(name -> !name.contains("."))
                .count();
        assertTrue(count < MOST, () -> count + " public types, expected fewer than " + MOST);
    }

    private static String table(Map<String, Set<String>> types) {
        return "| package | public types |\n|---|---|\n"
                + types.entrySet().stream()
                        .map(entry -> "| `" + entry.getKey() + "` | " + String.join(", ", entry.getValue()) + " |\n")
                        .collect(Collectors.joining());
    }

    /** Returns the public types of each package that is exported to everybody, nested ones among them. */
    private static Map<String, Set<String>> publicTypes() throws Exception {
        Map<String, Set<String>> types = new TreeMap<>();
        for (Class<?> type : ONE_OF_EACH_MODULE) {
            addTypes(module(type), types);
        }
        return types;
    }

    private static ModuleReference module(Class<?> type) throws URISyntaxException {
        Path classes =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ModuleFinder.of(classes).findAll().iterator().next();
    }

    private static void addTypes(ModuleReference module, Map<String, Set<String>> types) throws IOException {
        List<String> exported = module.descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .toList();
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            for (String name : names.filter(n -> n.endsWith(".class")).toList()) {
                String inPackage =
                        name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
                if (exported.contains(inPackage) && !name.endsWith("/package-info.class")) {
                    ClassModel model = read(reader, name);
                    int nested = name.indexOf('$');
                    if (isPublic(model)
                            && (nested < 0 || isPublic(read(reader, name.substring(0, nested) + ".class")))) {
                        types.computeIfAbsent(inPackage, key -> new TreeSet<>()).add(simpleName(model));
                    }
                }
            }
        }
    }

    private static ClassModel read(ModuleReader reader, String name) throws IOException {
        try (InputStream bytes = reader.open(name).orElseThrow()) {
            return ClassFile.of().parse(bytes.readAllBytes());
        }
    }

    private static String simpleName(ClassModel model) {
        String name = model.thisClass().asInternalName();
        return name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
    }

    /** A nested type is public if it and all that enclose it are. */
    private static boolean isPublic(ClassModel model) {
        String name = model.thisClass().asInternalName();
        boolean isPublic = model.flags().has(AccessFlag.PUBLIC);
        for (InnerClassesAttribute attribute : model.findAttributes(Attributes.innerClasses())) {
            for (InnerClassInfo inner : attribute.classes()) {
                String nested = inner.innerClass().asInternalName();
                if (name.equals(nested) || name.startsWith(nested + "$")) {
                    isPublic &= inner.has(AccessFlag.PUBLIC);
                }
            }
        }
        return isPublic;
    }
}
