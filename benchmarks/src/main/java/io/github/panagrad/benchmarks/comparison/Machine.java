package io.github.panagrad.benchmarks.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The machine of the measurements.
 *
 * @param processor its name, and how many the JVM may use
 * @param system the operating system
 * @param java the JVM of Panagrad and of all peers that need one
 */
record Machine(String processor, String system, String java) {
    /** Describes this machine. */
    static Machine describe() {
        return new Machine(
                processorName() + ", " + Runtime.getRuntime().availableProcessors() + " processors for the JVM",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                        + System.getProperty("java.vendor"));
    }

    private static String processorName() {
        try {
            if (System.getProperty("os.name").startsWith("Mac")) {
                Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
                sysctl.waitFor(10, TimeUnit.SECONDS);
                return new String(sysctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            }
            return Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException _) {
            return "unknown processor";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "unknown processor";
        }
    }
}
