package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a probe in a JVM of its own, where something is measured that depends on everything that ran before: what the
 * compiler made of a method, how much memory the process has.
 */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs a class to its end, which must be good.
     *
     * @param folder where its output may be kept
     * @param options for the JVM
     * @return the lines it printed
     */
    static List<String> run(Path folder, Class<?> main, List<String> options, String... args)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", "")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> main.getSimpleName() + " did not end");
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        return printed.lines().toList();
    }

    /** Returns the lines that begin with a word, which must be so many. */
    static List<String> lines(List<String> printed, String word, int count) {
        List<String> found =
                printed.stream().filter(line -> line.startsWith(word + " ")).toList();
        assertEquals(count, found.size(), () -> String.join("\n", printed));
        return found;
    }

    /** Returns the number behind a word in a line. */
    static double figure(String line, String word) {
        List<String> words = List.of(line.split(" "));
        int at = words.indexOf(word);
        assertTrue(at >= 0 && at + 1 < words.size(), () -> "no " + word + " in: " + line);
        return Double.parseDouble(words.get(at + 1));
    }
}
