package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory that a training says it will need is what its process then has, within 15 %. Only Linux says how much that
 * is in a file.
 */
@EnabledOnOs(OS.LINUX)
class ResidentMemoryTest {
    private static final double TOLERANCE = 0.15;
    private static final int INPUTS = 1024;
    private static final int CLASSES = 1000;
    private static final int SAMPLES = 1300;

    /** The options that the launchers start the JVM with. */
    private static final String LAUNCHED = "@src/main/distribution/jvm.options";

    /** A line of a launcher that starts the JVM, and there its arguments. */
    private static final Pattern STARTS_JAVA = Pattern.compile("\\bexec \\S*/bin/java\"?(.*)");

    /** In quotes or not, before all other arguments. */
    private static final Pattern WITH_OPTIONS = Pattern.compile("^ \"?@\\S+/jvm\\.options\"?( |$)");

    private static final Pattern IN_ALL = Pattern.compile("(?m)^memory .*: (\\S+) (MB|GB) in all$");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    @TempDir
    Path folder;

    @Test
    void isWhatWasPlanned() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                LAUNCHED,
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", "")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("train", "--data", samples().toString(), "--layers", "2048,2048"));
        command.addAll(List.of("--task", "classification", "--batch-size", "512", "--epochs", "3", "--preset", "none"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        double peak;
        try {
            peak = peakOf(process);
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(out);
        assertEquals(0, process.waitFor(), () -> printed + err);
        assertTrue(printed.contains("1024-2048-2048-1000"), printed);
        double planned = inAll(printed);
        String figures = String.format(Locale.ROOT, "planned %.0f MB, found %.0f MB", planned * 1e-6, peak * 1e-6);
        System.out.println(figures);
        assertEquals(planned, peak, TOLERANCE * planned, () -> figures + "\n" + printed);
    }

    /** Returns the most resident memory that a process is seen to have, until it ends. */
    private static double peakOf(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        double peak = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            assertTrue(System.nanoTime() - end < 0, "the training did not end");
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            // A process that has just ended has no figure any more.
            Matcher matcher = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
            peak = matcher.find() ? Math.max(peak, 1024 * Double.parseDouble(matcher.group(1))) : peak;
        }
        return peak;
    }

    private static double inAll(String printed) {
        Matcher matcher = IN_ALL.matcher(printed);
        assertTrue(matcher.find(), printed);
        return Double.parseDouble(matcher.group(1)) * ("MB".equals(matcher.group(2)) ? 1e6 : 1e9);
    }

    private Path samples() throws IOException {
        Path file = folder.resolve("wide.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int r = 0; r < SAMPLES; r++) {
                for (int c = 0; c < INPUTS; c++) {
                    writer.write(((r * 31 + c * 17) % 97) * 0.01 - 0.5 < 0 ? "-0.3," : "0.4,");
                }
                writer.write(r % CLASSES + "\n");
            }
        }
        return file;
    }

    /** Whoever starts the program in another way gets the JVM's usual heap, and an estimate that knows its size only. */
    @Test
    void theLaunchersStartTheJvmLikeThat() throws IOException {
        for (String launcher : List.of("scripts/panagrad", "Dockerfile")) {
            String text = Files.readString(Path.of("..", launcher));
            Matcher java = STARTS_JAVA.matcher(text);
            assertTrue(java.find(), launcher + " does not start java");
            assertTrue(WITH_OPTIONS.matcher(java.group(1)).find(), java.group());
            assertFalse(java.find(), launcher + " starts java in two places");
        }
    }
}
