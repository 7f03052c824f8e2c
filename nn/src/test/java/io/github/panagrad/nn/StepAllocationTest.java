package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Once compiled, a training step allocates nothing on the heap, on any thread of its team. Measured in a JVM of its own:
 * what the compiler makes of a step depends on everything that ran before.
 */
class StepAllocationTest {
    @ParameterizedTest
    @EnumSource(DType.class)
    void allocatesNothing(DType dtype, @TempDir Path folder) throws IOException, InterruptedException {
        RepeatedMeasurement.requireOne(() -> measure(dtype, folder));
    }

    private static String measure(DType dtype, Path folder) throws IOException, InterruptedException {
        List<String> printed = ChildJvm.run(
                folder,
                StepAllocationProbe.class,
                List.of(),
                dtype.label(),
                Files.createTempDirectory(folder, "checkpoints").resolve("run").toString());
        int expected = 3
                + Optimizer.firstOrder().all().size()
                + LayerNetworks.all().size()
                + 2 * Networks.losses().size()
                + GradientClipping.choices().all().size()
                + StepAllocationProbe.schedules().size();
        List<String> cases = ChildJvm.lines(printed, "case", expected);
        return cases.stream().allMatch(line -> line.endsWith(" 0")) ? "" : String.join("\n", printed);
    }
}
