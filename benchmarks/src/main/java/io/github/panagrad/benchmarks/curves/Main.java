package io.github.panagrad.benchmarks.curves;

import io.github.panagrad.nn.io.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The program of {@code scripts/plot-curves}. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private Main() {}

    /**
     * Draws, and ends the process with its exit code.
     *
     * @param args the folder to draw to, or nothing for docs/images of the checkout, which the system property {@code
     *     panagrad.root} names
     */
    @SuppressWarnings("SystemOut") // it is a command
    public static void main(String[] args) {
        Path root = Path.of(Objects.requireNonNull(
                System.getProperty("panagrad.root"), "-Dpanagrad.root names the folder of the checkout"));
        System.exit(run(root.resolve("docs/images"), System.err, args));
    }

    /**
     * Draws.
     *
     * @param defaultFolder the default folder
     * @param err receives progress messages
     * @return the exit code
     */
    static int run(Path defaultFolder, PrintStream err, String... args) {
        if (args.length > 1 || (args.length == 1 && args[0].startsWith("-"))) {
            err.println("usage: plot-curves [FOLDER]");
            err.println("Draws activations.svg and schedules.svg, in docs/images unless a folder is given.");
            return args.length == 1 && args[0].equals("--help") ? DONE : BAD_USAGE;
        }
        Path folder = args.length == 1 ? Path.of(args[0]) : defaultFolder;
        Map<String, Sheet> sheets =
                new TreeMap<>(Map.of("activations", ActivationCurves.sheet(), "schedules", ScheduleCurves.sheet()));
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, Sheet> sheet : sheets.entrySet()) {
                Path file = folder.resolve(sheet.getKey() + ".svg");
                byte[] svg = sheet.getValue().svg().getBytes(StandardCharsets.UTF_8);
                AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(svg)));
                err.println("wrote " + file);
            }
            return DONE;
        } catch (IOException e) {
            err.println("plot-curves: " + e.getMessage());
            return FAILED;
        }
    }
}
