package io.github.panagrad.reliability.faults;

import io.github.panagrad.reliability.Command;
import io.github.panagrad.reliability.Folders;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The JVM in which operations on files fail, see {@link FaultCampaign}. */
final class FaultProbe {
    static final String FINDING = "finding: ";
    static final String COUNTS = "counts: ";

    private static final int MOST_FINDINGS = 10;
    private static final List<String> TRAINING = List.of(
            ("train --data moons --samples 60 --layers 5 --batch-size 16 --epochs 3 --seed 3 --threads 1 --backend java"
                            + " --early-stopping validation_loss --checkpoint-every 2 --resume --quiet")
                    .split(" "));

    /** A report takes most of a training's time; one training in so many has one. */
    private static final int REPORTS = 10;

    private final Path folder;
    private final Random random;
    private final byte[] model;
    private final int operations;
    private final int withReport;
    private int trainings;
    private int findings;

    private FaultProbe(Path folder, Random random) throws IOException {
        this.folder = folder;
        this.random = random;
        operations = count("whole", false);
        withReport = count("report", true);
        model = Files.readAllBytes(folder.resolve("whole").resolve("model.safetensors"));
    }

    /** Trains undisturbed, and returns how many operations change files. */
    private int count(String name, boolean report) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        Faults.plan(Integer.MAX_VALUE, Faults.Mode.ONCE);
        Command done = Command.run(arguments(own, report));
        int count = Faults.off();
        if (done.code() != 0 || count < 10) {
            throw new IllegalStateException(count + " operations, then " + done);
        }
        return count;
    }

    /**
     * Prints findings and counts.
     *
     * @param args the folder, the seconds and the seed
     */
    public static void main(String[] args) throws IOException {
        if (!(FileSystems.getDefault() instanceof FaultyFileSystem)) {
            throw new IllegalStateException(
                    "the file system is " + FileSystems.getDefault().getClass());
        }
        long end = System.nanoTime() + (long) (Double.parseDouble(args[1]) * 1e9);
        FaultProbe probe = new FaultProbe(Path.of(args[0]), new Random(Long.parseLong(args[2])));
        Map<Faults.Mode, Integer> failed = new EnumMap<>(Faults.Mode.class);
        int survived = 0;
        // At least one round through all modes, however little time there is.
        while (probe.findings < MOST_FINDINGS && (failed.isEmpty() || System.nanoTime() - end < 0)) {
            for (Faults.Mode mode : Faults.Mode.values()) {
                failed.merge(mode, 1, Integer::sum);
                survived += probe.training(mode) ? 1 : 0;
            }
        }
        int all = failed.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(COUNTS + all + " failing operations " + failed + " among " + probe.operations + ", "
                + survived + " trainings went on to the end");
    }

    private static List<String> arguments(Path folder, boolean report) {
        List<String> arguments = new ArrayList<>(TRAINING);
        arguments.addAll(List.of("--out", folder.resolve("model.safetensors").toString()));
        arguments.addAll(List.of("--checkpoint", folder.resolve("checkpoints").toString()));
        arguments.addAll(List.of("--metrics", folder.resolve("metrics.csv").toString()));
        if (report) {
            arguments.addAll(List.of("--report", folder.resolve("report.html").toString()));
        }
        return arguments;
    }

    private void finding(String what) {
        findings++;
        System.out.println(FINDING + what.replaceAll("\\s+", " "));
    }

    /** Trains with a failure, and again without; returns whether the first went on to the end. */
    private boolean training(Faults.Mode mode) throws IOException {
        Path own = Files.createTempDirectory(folder, "faults");
        Path file = own.resolve("model.safetensors");
        boolean report = trainings++ % REPORTS == 0;
        int at = random.nextInt(report ? withReport : operations);
        String what = "operation " + at + " fails (" + mode + ")";
        Faults.plan(at, mode);
        Command first = Command.run(arguments(own, report));
        Faults.off();
        if (first.code() == 0 && !isWhole(file)) {
            finding(what + ": exit code 0 without the model");
        } else if (first.code() != 0 && !isOneMessage(first)) {
            finding(what + ": " + first);
        } else if (Files.exists(file) && !isWhole(file)) {
            finding(what + ": another model");
        }
        // A training that is done is not resumed: its folder says so.
        if (first.code() != 0) {
            Command second = Command.run(arguments(own, report));
            if (second.code() != 0 || !isWhole(file)) {
                finding(what + ", then without a failure: " + second);
            } else {
                Folders.leftovers(own).forEach(name -> finding(what + ": " + name + " is left"));
            }
        }
        Folders.delete(own);
        return first.code() == 0;
    }

    private boolean isWhole(Path file) throws IOException {
        return Files.exists(file) && Arrays.equals(model, Files.readAllBytes(file));
    }

    private static boolean isOneMessage(Command done) {
        List<String> lines = done.err()
                .lines()
                .filter(line -> !line.startsWith("panagrad: WARN: "))
                .toList();
        return !done.err().contains("Exception") && lines.stream().allMatch(line -> line.startsWith("panagrad: "));
    }
}
