package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a main class of the tests in a JVM of its own: with other options, or without what this one has loaded. */
final class ChildJvm {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private final List<String> options = new ArrayList<>(List.of(NATIVE_ACCESS, "-Xmx512m"));
    private final Map<String, String> environment = new TreeMap<>();
    private String classPath = classPath();

    /** What a finished JVM said, its errors and log included. */
    record Result(int exitCode, String output) {
        Result succeeded() {
            assertEquals(0, exitCode, output);
            return this;
        }

        /** Returns the lines {@code key=value}. */
        Map<String, String> values() {
            return output.lines()
                    .filter(line -> line.matches("[\\w .]+=.*"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1),
                            (first, _) -> first,
                            TreeMap::new));
        }

        String get(String key) {
            String value = values().get(key);
            if (value == null) {
                throw new AssertionError("no " + key + " in: " + output);
            }
            return value;
        }

        /** Returns how many lines of the log are warnings that contain a text. */
        long warnings(String text) {
            return output.lines()
                    .filter(line -> line.contains("WARN ") && line.contains(text))
                    .count();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    ChildJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Takes the permission away that the others have. */
    ChildJvm denyNativeAccess() {
        options.remove(NATIVE_ACCESS);
        return this;
    }

    ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Gives it this process's settings of OpenBLAS, so that both choose the same kernels. */
    ChildJvm withOpenBlasSettings() {
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("OPENBLAS_")) {
                environment.put(name, value);
            }
        });
        return this;
    }

    /** Leaves the jars out whose file name starts so. */
    ChildJvm without(String jar) {
        classPath = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
                .collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The settings of whoever runs the tests must not decide them.
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(OPENBLAS|OMP|GOTO|PANAGRAD|LD|DYLD|JAVA_TOOL|JDK_JAVA)_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
