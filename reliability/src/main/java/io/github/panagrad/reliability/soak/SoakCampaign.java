package io.github.panagrad.reliability.soak;

import io.github.panagrad.reliability.Campaign;
import io.github.panagrad.reliability.Children;
import io.github.panagrad.reliability.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Steps without end, on the native backend, in a JVM with a small heap: neither the process nor the memory outside of the heap
 * grows.
 */
public final class SoakCampaign implements Campaign {
    static final String RESULT = "soaked: ";

    private static final double MOST_GROWTH = 0.02;
    private static final int PATIENCE_SECONDS = 60;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String run(Run run) throws IOException, InterruptedException {
        double seconds = run.secondsLeft();
        Path output = run.folder().resolve("output.txt");
        Process process = Children.start(
                SoakProbe.class,
                List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=4"),
                output,
                List.of(String.valueOf(seconds), String.valueOf(run.random(1).nextLong())));
        if (!process.waitFor((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        String printed = Files.readString(output).strip();
        String result = printed.lines()
                .filter(line -> line.startsWith(RESULT))
                .findFirst()
                .orElse("");
        if (result.isEmpty()) {
            run.finding("the training did not end: " + printed);
            return "0 steps";
        }
        String[] numbers = result.substring(RESULT.length()).split(" ", -1);
        long first = Long.parseLong(numbers[1]);
        long last = Long.parseLong(numbers[2]);
        if (Long.parseLong(numbers[3]) != 0) {
            run.finding(numbers[3] + " bytes outside of the heap are left");
        }
        double growth = first == 0 ? 0 : last / (double) first - 1;
        if (growth > MOST_GROWTH) {
            run.finding("the process grew by " + Math.round(1000 * growth) / 10.0 + " % from " + first + " to " + last
                    + " kB");
        }
        return numbers[0] + " steps, resident memory " + first + " kB, then " + last + " kB";
    }
}
