package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.ChildEnvironment;
import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench-peers}: measures and writes the report. */
@Command(
        name = "bench-peers",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Trains the same networks with Panagrad and with other libraries, by turns, and writes a table.",
        footer = {
            "",
            "Libraries on the JVM are downloaded from Maven Central the first time; those of Python are used as they are",
            "installed. One that is missing is a line in the table. Exit code 0 if Panagrad was measured, 1 if it was",
            "not, 2 for bad usage."
        })
final class ComparisonCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private static final double MAX_SECONDS = 3600;

    private final Path peersFolder;
    private final PrintStream out;
    private final PrintStream progress;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--networks",
            split = ",",
            paramLabel = "WIDTHS",
            description =
                    "Some of 20-64-64-1, 784-128-10, 784-512-256-10, 1024-2048-2048-1000, with commas. Default: all.")
    private List<ExampleNetwork> networks = List.of(ExampleNetwork.values());

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "Some of numpy, scikit-learn, pytorch, djl, dl4j, smile, with commas; panagrad is always"
                    + " measured. Default: all.")
    private List<Contender> peers = List.of(Contender.values());

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each library is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a round is, at least one step. Default: ${DEFAULT-VALUE}.")
    private double seconds = 2;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the table goes. Default: the standard output.")
    private @Nullable Path file;

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description = "The interpreter that has numpy, scikit-learn and torch. Default: python3.")
    private @Nullable String python;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli reads the annotation
    private boolean help;

    /**
     * Makes the command.
     *
     * @param peersFolder the folder with the peers' sources
     * @param out takes the table
     * @param progress receives progress messages
     */
    ComparisonCommand(Path peersFolder, PrintStream out, PrintStream progress) {
        this.peersFolder = peersFolder;
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        check();
        EnumSet<Contender> contenders = EnumSet.of(Contender.PANAGRAD);
        contenders.addAll(peers);
        Map<String, String> cleared = ChildEnvironment.harmful(System.getenv());
        Launcher launcher = new Launcher(peersFolder, python == null ? "python3" : python);
        Comparison comparison = new Comparison(launcher, rounds, seconds, progress);
        Map<ExampleNetwork, List<Measurement>> results = new LinkedHashMap<>();
        for (ExampleNetwork network : EnumSet.copyOf(networks)) {
            results.put(network, comparison.measure(network, List.copyOf(contenders)));
        }
        String text = new Report(Machine.describe(), LocalDate.now(ZoneId.systemDefault()), rounds, seconds, cleared)
                .text(results);
        if (file == null) {
            out.print(text);
            out.flush();
        } else {
            Files.writeString(file, text);
        }
        boolean measured = results.values().stream()
                .allMatch(measurements -> measurements.getFirst() instanceof Measurement.Measured);
        return measured ? DONE : FAILED;
    }

    private void check() {
        if (rounds < 1) {
            throw bad("--rounds must be at least 1, found " + rounds);
        }
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw bad("--seconds must be more than 0 and at most 3600, found " + seconds);
        }
        if (python != null) {
            try {
                new ProcessBuilder(python, "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException _) {
                throw bad("--python " + python + " cannot be run");
            }
        }
        if (file != null) {
            try {
                // Now rather than after an hour of measuring.
                Files.writeString(file, "");
            } catch (IOException e) {
                throw bad("--out " + file + " cannot be written: " + IoReason.of(e));
            }
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
