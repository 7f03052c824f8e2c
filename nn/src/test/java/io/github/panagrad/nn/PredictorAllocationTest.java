package io.github.panagrad.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once compiled, a prediction of a single row allocates its result and nothing else, with every loss and arithmetic. */
class PredictorAllocationTest {
    @Test
    void allocatesTheResultOnly(@TempDir Path folder) throws IOException, InterruptedException {
        RepeatedMeasurement.requireOne(() -> measure(folder));
    }

    private static String measure(Path folder) throws IOException, InterruptedException {
        List<String> printed = ChildJvm.run(folder, PredictorAllocationProbe.class, List.of());
        int expected = (int) Arithmetic.all().count() * Loss.choices().all().size() * 3;
        List<String> cases = ChildJvm.lines(printed, "case", expected);
        return cases.stream().allMatch(line -> line.endsWith(" 0")) ? "" : String.join("\n", printed);
    }
}
