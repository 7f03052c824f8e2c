package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.Test;

/** What may stand where in this module's sources. */
class ArchitectureTest {
    private static final Path WRITTEN = Path.of("src/main/java/io/github/panagrad/tensor");
    private static final Path GENERATED = Path.of("src/generated/java/io/github/panagrad/tensor");
    private static final String VECTOR = "kernel/vector/";
    private static final String OPENBLAS = "kernel/openblas/";

    /** Sources by their path from the module's package. */
    private static final Map<String, String> FILES = read();

    private static Map<String, String> read() {
        Map<String, String> files = read(WRITTEN);
        files.putAll(read(GENERATED));
        return files;
    }

    private static Map<String, String> read(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            Map<String, String> files = new TreeMap<>();
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".java")).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("run the tests in the folder of the module", e);
        }
    }

    private static List<String> filesWith(Predicate<String> text) {
        return FILES.entrySet().stream()
                .filter(file -> text.test(withoutComments(file.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "");
    }

    @Test
    void theSourcesAreThere() {
        assertTrue(FILES.size() > 30, FILES.keySet().toString());
        assertTrue(FILES.containsKey(VECTOR + "LanesF32.java"));
    }

    @Test
    void theIncubatorModuleIsImportedInOnePackage() {
        List<String> users = filesWith(text -> text.contains("import jdk.incubator")
                || text.contains("import static jdk.incubator")
                || Pattern.compile("jdk\\.incubator\\.vector\\.[A-Z]")
                        .matcher(text)
                        .find());
        assertFalse(users.isEmpty());
        assertEquals(
                List.of(),
                users.stream().filter(file -> !file.startsWith(VECTOR)).toList());
    }

    @Test
    void theNativeFunctionsAreCalledInOnePackage() {
        List<String> users = filesWith(text -> text.contains("blas.call.Cblas"));
        assertFalse(users.isEmpty());
        assertEquals(
                List.of(),
                users.stream().filter(file -> !file.startsWith(OPENBLAS)).toList());
        assertEquals(List.of(), filesWith(text -> text.contains("java.lang.invoke")));
    }

    /** The bits of these would depend on whether code is interpreted or compiled, or on the processor. */
    @Test
    void noOperationsWithoutDefinedBits() {
        Pattern sums = Pattern.compile("reduceLanes\\(\\s*(VectorOperators\\.)?(ADD|MUL)\\b");
        Pattern functions =
                Pattern.compile("VectorOperators\\s*\\.\\s*(EXP|EXPM1|LOG|LOG1P|LOG10|TANH|SINH|COSH|POW|SIN|COS|TAN"
                        + "|CBRT|HYPOT|ASIN|ACOS|ATAN2?)\\b|\\.pow\\(");
        assertEquals(List.of(), filesWith(text -> sums.matcher(text).find()));
        assertEquals(List.of(), filesWith(text -> functions.matcher(text).find()));
        assertEquals(List.of(), filesWith(text -> text.contains("import static jdk.incubator.vector.VectorOperators")));
        // Math.exp and its like may give other bits when compiled; sqrt, fma and abs are exact.
        Pattern inexact = Pattern.compile("(?<!Strict)Math\\.(exp|expm1|log|log1p|log10|tanh|sin|cos|tan|pow|cbrt)\\(");
        assertEquals(List.of(), filesWith(text -> inexact.matcher(text).find()));
    }

    /** See the package's description: such a method, when it is not inlined, puts registers on the heap. */
    @Test
    void noMethodTakesOrReturnsARegister() throws ClassNotFoundException {
        List<String> found = new ArrayList<>();
        for (String file : FILES.keySet()) {
            if (file.startsWith(VECTOR) && !file.endsWith("package-info.java")) {
                String name =
                        file.substring(0, file.length() - ".java".length()).replace('/', '.');
                for (Method method :
                        Class.forName("io.github.panagrad.tensor." + name).getDeclaredMethods()) {
                    Stream<Class<?>> types =
                            Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()));
                    if (types.anyMatch(t -> Vector.class.isAssignableFrom(t) || VectorMask.class.isAssignableFrom(t))) {
                        found.add(method.toString());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    /** Kernels are written once: see {@code docs/kernels.md}. */
    @Test
    void noKernelIsWrittenForATypeByHand() {
        Pattern typed = Pattern.compile("(F32|F64)\\.java$");
        assertEquals(
                List.of(),
                read(WRITTEN).keySet().stream()
                        .filter(name -> typed.matcher(name).find())
                        .toList());
    }
}
