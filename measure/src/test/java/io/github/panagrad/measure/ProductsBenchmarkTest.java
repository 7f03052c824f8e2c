package io.github.panagrad.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import org.junit.jupiter.api.Test;

class ProductsBenchmarkTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(13)
            .dense(77, Activation.relu())
            .dense(5, Activation.relu())
            .output(3, Loss.softmaxCrossEntropy());

    @Test
    void measuresAndFreesItsMemory() {
        for (Backend backend : Backend.values()) {
            try (Network network = Network.create(SPEC, DType.F32, backend, Initializer.he(), 1)) {
                long before = Slab.totalBytes();
                try (ProductsBenchmark benchmark =
                        ProductsBenchmark.inAllWays(network, TrainingConfig.defaults(), 101, 3)) {
                    assertTrue(benchmark.samplesPerSecond(0.05, 5).orElse(0) > 0);
                }
                assertTrue(Slab.totalBytes() == before);
            }
        }
    }

    @Test
    void givesUpBeforeItTakesTooLong() {
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                ProductsBenchmark benchmark =
                        ProductsBenchmark.likeTheStep(network, TrainingConfig.defaults(), 64, 1)) {
            assertTrue(benchmark.samplesPerSecond(1e-9, 1e-9).isEmpty());
        }
    }
}
