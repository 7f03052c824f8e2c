package io.github.panagrad.spark.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two processes of this machine that run a benchmark together, and find each other by a folder. */
final class TwoProcesses {
    private TwoProcesses() {}

    /**
     * Runs them to their end.
     *
     * @param main has the method {@code main}, which gets the number of the process, the folder and the arguments
     * @param isPinned whether each is kept to one core
     * @param options of the JVM
     */
    static void run(Class<?> main, boolean isPinned, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("two-processes");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<String> command = new ArrayList<>();
            if (isPinned) {
                command.addAll(List.of("taskset", "-c", String.valueOf(i)));
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(options);
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName(),
                    String.valueOf(i),
                    folder.toString()));
            command.addAll(List.of(arguments));
            processes.add(new ProcessBuilder(command).inheritIO().start());
        }
        for (Process process : processes) {
            process.waitFor();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
