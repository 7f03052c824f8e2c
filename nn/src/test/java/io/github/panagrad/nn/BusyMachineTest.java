package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A busy machine costs a training its fair share: with a busy process for each processor, steps by two threads keep at
 * least 40 % of what one thread does alone, and none stalls for longer than the scheduler lets others run.
 *
 * <p>The bounds are wider than that, because the machine that runs the tests may be busy with something else, too. Where
 * threads wait for each other by spinning alone, steps take about a hundred times as long.
 */
class BusyMachineTest {
    /** Unless a single thread, which waits for nobody, is left with little more by the scheduler alone. */
    private static final double LEAST_SHARE = 0.25;

    private static final double LEAST_OF_ONE_THREAD = 0.7;

    /** Unless a single thread, which waits for nobody, is held up for half as long by the scheduler alone. */
    private static final double LONGEST_MILLIS = 200;

    @Test
    void aStepCostsItsShareOnly(@TempDir Path folder) throws IOException, InterruptedException {
        RepeatedMeasurement.requireOne(() -> measure(folder));
    }

    /** Returns what was out of bounds, or nothing. */
    private static String measure(Path folder) throws IOException, InterruptedException {
        List<String> printed = ChildJvm.run(folder, BusyMachineProbe.class, List.of());
        String report = String.join("\n", printed);
        String idle = ChildJvm.lines(printed, "idle", 1).getFirst();
        assertEquals(1, ChildJvm.figure(idle, "threads"));
        String two = ChildJvm.lines(printed, "busy-two", 1).getFirst();
        assertEquals(2, ChildJvm.figure(two, "threads"));
        String auto = ChildJvm.lines(printed, "busy-auto", 1).getFirst();
        String one = ChildJvm.lines(printed, "busy-one", 1).getFirst();
        double longest = Math.max(LONGEST_MILLIS, 2 * ChildJvm.figure(one, "longest-ms"));
        double oneShare = ChildJvm.figure(one, "steps/s") / ChildJvm.figure(idle, "steps/s");
        double least = Math.min(LEAST_SHARE, LEAST_OF_ONE_THREAD * oneShare);
        printed.forEach(System.out::println);
        StringBuilder problems = new StringBuilder();
        for (String busy : List.of(two, auto)) {
            double share = ChildJvm.figure(busy, "steps/s") / ChildJvm.figure(idle, "steps/s");
            System.out.printf("share %.2f of one thread on the idle machine%n", share);
            if (share < least || ChildJvm.figure(busy, "longest-ms") > longest) {
                problems.append(String.format(
                        Locale.ROOT,
                        "share %.2f, least %.2f, longest %.0f ms: %s%n%s%n",
                        share,
                        least,
                        longest,
                        busy,
                        report));
            }
        }
        return problems.toString();
    }
}
