package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs {@link ChildMain} in a separate JVM, because a library can be loaded only once per JVM. */
final class ChildJvm {
    private final List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> target = List.of("-cp", classPath(), ChildMain.class.getName());

    /** What a finished JVM said. */
    record Result(int exitCode, String output) {
        /** Returns the rest of the line that starts with a key. */
        String get(String key) {
            return output.lines()
                    .filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + key + " in: " + output));
        }

        Result succeeded() {
            assertEquals(0, exitCode, output);
            return this;
        }
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static List<String> classPathEntries() {
        return List.of(classPath().split(File.pathSeparator, -1));
    }

    ChildJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    ChildJvm withoutOptions() {
        options.clear();
        return this;
    }

    /** Runs something other than {@link ChildMain} from the class path. */
    ChildJvm target(List<String> arguments) {
        target = List.copyOf(arguments);
        return this;
    }

    ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(target);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The environment of the person who runs the tests must not affect them.
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(OPENBLAS|OMP|GOTO|VECLIB|MKL|BLIS|PANAGRAD|LD|DYLD)_.*"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return finish(start(arguments));
    }

    static Result finish(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
