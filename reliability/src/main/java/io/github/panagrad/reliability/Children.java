package io.github.panagrad.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs that a campaign starts, with this process's class path. */
public final class Children {
    private Children() {}

    /**
     * Starts a JVM.
     *
     * @param main the class to run
     * @param output where both of its streams go
     */
    public static Process start(Class<?> main, List<String> options, Path output, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector"));
        String cache = System.getProperty("panagrad.cache");
        if (cache != null) {
            command.add("-Dpanagrad.cache=" + cache);
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
