package io.github.panagrad.reliability.faults;

import io.github.panagrad.reliability.Campaign;
import io.github.panagrad.reliability.Children;
import io.github.panagrad.reliability.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Trainings in which an operation on a file fails: once, because the disk is full, or because from then on nothing works any
 * more. Whatever was there is whole, and resuming leads to the model of a training in which nothing failed. It runs in a JVM whose
 * file system is {@link FaultyProvider}.
 */
public final class FaultCampaign implements Campaign {
    private static final int PATIENCE_SECONDS = 60;

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String run(Run run) throws IOException, InterruptedException {
        Path output = run.folder().resolve("output.txt");
        double seconds = run.secondsLeft();
        Process process = Children.start(
                FaultProbe.class,
                List.of(
                        "-Djava.nio.file.spi.DefaultFileSystemProvider=" + FaultyProvider.class.getName(),
                        // Where a model is saved that cannot be saved where it belongs.
                        "-Djava.io.tmpdir=" + run.folder()),
                output,
                List.of(
                        run.folder().toString(),
                        String.valueOf(seconds),
                        String.valueOf(run.random(0).nextLong())));
        if (!process.waitFor((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            run.finding("trainings with failing files hang: "
                    + Files.readString(output).strip());
            return "0 failing operations";
        }
        String counts = "0 failing operations";
        for (String line : Files.readAllLines(output)) {
            if (line.startsWith(FaultProbe.FINDING)) {
                run.finding(line.substring(FaultProbe.FINDING.length()));
            } else if (line.startsWith(FaultProbe.COUNTS)) {
                counts = line.substring(FaultProbe.COUNTS.length());
            }
        }
        if (process.exitValue() != 0) {
            run.finding("exit code " + process.exitValue() + ": "
                    + Files.readString(output).strip());
        }
        return counts;
    }
}
