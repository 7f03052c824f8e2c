package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured on a machine that does other things, too, is wrong now and then: one good measurement of a few suffices. A fault of
 * the program shows in all of them.
 */
final class RepeatedMeasurement {
    private static final int MOST = 3;

    private RepeatedMeasurement() {}

    /** Measures something. */
    interface Measurement {
        /** Returns what is out of bounds, or an empty text. */
        String problem() throws IOException, InterruptedException;
    }

    /** Fails if every measurement is out of bounds. */
    static void requireOne(Measurement measurement) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        while (problems.size() < MOST) {
            String problem = measurement.problem();
            if (problem.isEmpty()) {
                return;
            }
            problems.add(problem);
        }
        fail(String.join("\n", problems));
    }
}
