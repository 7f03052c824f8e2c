package io.github.panagrad.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.benchmarks.kernel.ActivationBenchmark;
import io.github.panagrad.benchmarks.kernel.DropoutMaskBenchmark;
import io.github.panagrad.benchmarks.kernel.GatherBenchmark;
import io.github.panagrad.benchmarks.kernel.GemmBenchmark;
import io.github.panagrad.benchmarks.kernel.LossBenchmark;
import io.github.panagrad.benchmarks.kernel.OptimizerBenchmark;
import io.github.panagrad.benchmarks.training.PredictorBenchmark;
import io.github.panagrad.benchmarks.training.TableRowBenchmark;
import io.github.panagrad.benchmarks.training.TrainingBenchmark;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every JMH benchmark once, on its smallest operands, so that none of them rots. */
class JmhBenchmarksTest {
    private static final List<Class<?>> CLASSES = List.of(
            ActivationBenchmark.class,
            DropoutMaskBenchmark.class,
            GatherBenchmark.class,
            GemmBenchmark.class,
            LossBenchmark.class,
            OptimizerBenchmark.class,
            PredictorBenchmark.class,
            TableRowBenchmark.class,
            TrainingBenchmark.class);

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .param("activation", "relu")
                        .param("batch", "3x5")
                        .param("dropout", "0.5")
                        .param("layer", "2x3x5")
                        .param("network", "TABLE")
                        .param("parameters", "13")
                        .param("shape", "7x13")
                        .param("storage", "F32")
                        .param("threads", "1")
                        .param("units", "64")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Set<String> measured = new TreeSet<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            measured.add(name.substring(0, name.lastIndexOf('.')));
        }
        assertEquals(new TreeSet<>(CLASSES.stream().map(Class::getName).toList()), measured);
    }
}
