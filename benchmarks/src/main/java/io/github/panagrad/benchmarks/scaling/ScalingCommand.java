package io.github.panagrad.benchmarks.scaling;

import io.github.panagrad.benchmarks.ChildEnvironment;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plot-scaling}: measures, and writes a table and charts. */
@Command(
        name = "plot-scaling",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Measures how the time of a training step grows with the width of the layers, their number, the"
                + " batch and the threads, and draws it.",
        footer = {
            "",
            "Writes scaling.csv and a chart for each sweep: width.svg, depth.svg, batch.svg, threads.svg. Rows of sweeps"
                    + " that are not measured this time stay. A point that fails is a row that says why, and missing in"
                    + " the chart.",
            "Exit code 0 if everything was measured, 1 if something was not, 2 for bad usage or input."
        })
final class ScalingCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private static final double DEFAULT_SECONDS = 2;
    private static final double MAX_SECONDS = 3600;
    private static final String TABLE = "scaling.csv";

    private final Path root;
    private final int processors;
    private final PrintStream progress;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a point is measured, after warming up. Default: 2.")
    private @Nullable Double seconds;

    @Option(
            names = "--sweeps",
            split = ",",
            paramLabel = "NAME",
            description = "Some of width, depth, batch, threads, with commas. Default: all.")
    private @Nullable List<Sweep> sweeps;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where table and charts go. Default: docs/performance of the checkout.")
    private @Nullable Path folder;

    @Option(names = "--from-csv", paramLabel = "FILE", description = "Draws what a table has, without measuring.")
    private @Nullable Path table;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli reads the annotation
    private boolean help;

    /**
     * Makes the command.
     *
     * @param root the checkout
     * @param processors how many threads the machine runs at once
     * @param progress receives progress messages
     */
    ScalingCommand(Path root, int processors, PrintStream progress) {
        this.root = root;
        this.processors = processors;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        check();
        Path out = folder == null ? root.resolve("docs/performance") : folder;
        EnumSet<Sweep> chosen = sweeps == null ? EnumSet.allOf(Sweep.class) : EnumSet.copyOf(sweeps);
        if (table != null) {
            List<Point> points = ScalingFile.read(table);
            requireMeasured(table, points);
            prepare(out);
            draw(out, chosen, points);
            return DONE;
        }
        prepare(out);
        return measure(out, chosen);
    }

    private void check() {
        if (seconds != null && !(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw bad("--seconds must be more than 0 and at most 3600, found " + seconds);
        }
        if (seconds != null && table != null) {
            throw bad("--seconds has no effect with --from-csv; leave it out");
        }
    }

    /** What was asked for by name must be there. */
    private void requireMeasured(Path file, List<Point> points) {
        EnumSet<Sweep> missing = sweeps == null ? EnumSet.noneOf(Sweep.class) : EnumSet.copyOf(sweeps);
        missing.removeIf(sweep -> !measured(sweep, points).isEmpty());
        if (!missing.isEmpty()) {
            throw bad(file + " has no measured point of the sweep "
                    + missing.iterator().next().option());
        }
        if (points.stream().noneMatch(point -> point instanceof Point.Measured)) {
            throw bad(file + " has no measured point");
        }
    }

    /** Now rather than after minutes of measuring. */
    private void prepare(Path out) {
        try {
            Files.createDirectories(out);
            Files.delete(Files.createTempFile(out, ".panagrad-", ".tmp"));
        } catch (IOException e) {
            throw bad("--out " + out + " cannot be written to: " + IoReason.of(e));
        }
    }

    private int measure(Path out, EnumSet<Sweep> chosen) throws IOException {
        Path file = out.resolve(TABLE);
        List<Point> points = new ArrayList<>(Files.exists(file) ? ScalingFile.read(file) : List.of());
        points.removeIf(point -> chosen.contains(point.configuration().sweep()));
        List<Configuration> configurations = chosen.stream()
                .flatMap(sweep -> sweep.configurations(processors).stream())
                .toList();

        Bench bench = new Bench(root.resolve("scripts/panagrad"));
        try {
            progress.println("measuring " + bench.version());
        } catch (BenchException e) {
            progress.println("plot-scaling: panagrad " + e.getMessage());
            return FAILED;
        }
        ChildEnvironment.harmful(System.getenv())
                .forEach((name, value) -> progress.println("not shown to it: " + name + "=" + value));
        boolean complete = true;
        for (int i = 0; i < configurations.size(); i++) {
            Point point = measure(bench, configurations.get(i));
            progress.println((i + 1) + "/" + configurations.size() + " " + configurations.get(i) + ": " + text(point));
            complete &= point instanceof Point.Measured;
            points.add(point);
            points.sort(Comparator.comparing(each -> each.configuration().sweep()));
            // Each time, so that an interruption costs the current point only.
            ScalingFile.write(file, points);
        }
        progress.println("wrote " + file);
        draw(out, chosen, points);
        return complete ? DONE : FAILED;
    }

    private Point measure(Bench bench, Configuration configuration) {
        try {
            double time = seconds == null ? DEFAULT_SECONDS : seconds;
            return new Point.Measured(configuration, bench.measure(configuration, time));
        } catch (BenchException e) {
            return new Point.Failed(configuration, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Point point) {
        return switch (point) {
            case Point.Measured measured ->
                String.format(
                        Locale.ROOT,
                        "step %,.1f µs, products %,.1f µs, ratio %.2f",
                        measured.figures().stepMicros(),
                        measured.figures().productsMicros(),
                        measured.figures().ratio());
            case Point.Failed failed -> failed.reason();
        };
    }

    private void draw(Path out, EnumSet<Sweep> chosen, List<Point> points) throws IOException {
        for (Sweep sweep : chosen) {
            Path file = out.resolve(sweep.option() + ".svg");
            List<Point.Measured> measured = measured(sweep, points);
            if (measured.isEmpty()) {
                progress.println("no chart " + file + ": the sweep has no measured point");
            } else {
                byte[] svg = ScalingChart.svg(sweep, measured);
                AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(svg)));
                progress.println("wrote " + file);
            }
        }
    }

    private static List<Point.Measured> measured(Sweep sweep, List<Point> points) {
        return points.stream()
                .filter(point -> point.configuration().sweep() == sweep)
                .filter(Point.Measured.class::isInstance)
                .map(Point.Measured.class::cast)
                .toList();
    }

    private ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
