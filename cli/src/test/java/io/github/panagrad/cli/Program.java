package io.github.panagrad.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program, or another class of the tests, as a process of its own. */
final class Program {
    private Program() {}

    /**
     * Returns a process to start.
     *
     * @param main the class to run
     * @param jvmOptions further options of the JVM
     * @param err the file that its standard error stream is written to
     */
    static ProcessBuilder of(Class<?> main, List<String> jvmOptions, Path err, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", "")));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(err.toFile());
    }
}
