package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned is what is allocated, byte for byte. */
class MemoryPlanTest {
    /** Divided by rows and by columns, chosen and fixed, on one thread and several. */
    private static final List<UnaryOperator<TrainingConfig>> VARIANTS = List.of(
            config -> config.withThreads(1).withBatchSize(1),
            config -> config.withThreads(2).withBatchSize(128),
            config -> config.withThreads(3).withBatchSize(40),
            config -> config.withThreads(2).withBatchSize(131).withReproducible(true),
            config -> config.withBatchSize(512));

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static List<? extends Optimizer> optimizers(double dropout) {
        return dropout == 0 ? Optimizer.choices().all() : Optimizer.firstOrder().all();
    }

    private static List<NetworkSpec> specs(double dropout) {
        return List.of(
                NetworkSpec.inputs(5).output(3, Loss.softmaxCrossEntropy()),
                NetworkSpec.inputs(20)
                        .dense(64, Activation.relu(), dropout)
                        .dense(65, Activation.tanh(), dropout)
                        .output(1, Loss.binaryCrossEntropy()),
                NetworkSpec.inputs(784)
                        .dense(530, Activation.relu(), dropout)
                        .dense(7, Activation.sigmoid())
                        .dense(600, Activation.relu(), dropout)
                        .output(13, Loss.meanSquaredError()));
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void isWhatIsAllocated(Arithmetic arithmetic) {
        for (double dropout : new double[] {0, 0.3}) {
            for (NetworkSpec spec : specs(dropout)) {
                for (Optimizer optimizer : optimizers(dropout)) {
                    for (UnaryOperator<TrainingConfig> variant : VARIANTS) {
                        TrainingConfig config =
                                variant.apply(TrainingConfig.defaults().withOptimizer(optimizer));
                        check(spec, arithmetic, config);
                    }
                }
            }
        }
    }

    /** By one process, and by the workers of an exchange. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void isWhatIsAllocatedForBatchesInParts(Arithmetic arithmetic) {
        for (NetworkSpec spec : specs(0.3)) {
            for (UnaryOperator<TrainingConfig> variant : VARIANTS) {
                TrainingConfig config = variant.apply(TrainingConfig.defaults()).withBatchParts(4);
                if (config.optimization().batchSize() < 4) {
                    assertThrows(IllegalArgumentException.class, () -> check(spec, arithmetic, config));
                    continue;
                }
                check(spec, arithmetic, config);
                for (GradientExchange exchange : ThreadExchange.of(2)) {
                    check(spec, arithmetic, config, exchange);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void isWhatIsAllocatedForBatchesOfMembers(Arithmetic arithmetic) {
        for (NetworkSpec spec : LayerNetworks.all().values()) {
            for (TrainingConfig config : List.of(
                    TrainingConfig.defaults().withThreads(2).withBatchSize(37),
                    TrainingConfig.defaults().withThreads(1).withBatchParts(3))) {
                check(spec, arithmetic, config.withMemberBatches(MemberBatches.OWN));
            }
        }
    }

    private static void check(NetworkSpec spec, Arithmetic arithmetic, TrainingConfig config) {
        check(spec, arithmetic, config, null);
    }

    private static void check(
            NetworkSpec spec, Arithmetic arithmetic, TrainingConfig config, @Nullable GradientExchange exchange) {
        long before = Slab.totalBytes();
        int workers = exchange == null ? 0 : exchange.workers();
        MemoryPlan plan = MemoryPlan.of(spec, arithmetic.dtype(), arithmetic.backend(), config, 0, workers);
        assertEquals(before, Slab.totalBytes(), "planning allocates nothing");
        try (Network network = new Network(spec, arithmetic.dtype(), arithmetic.backend())) {
            assertEquals(network.bytes(), plan.parameters());
            try (Trainer trainer = new Trainer(network, config, exchange)) {
                assertEquals(trainer.threads(), plan.threads());
                long taken = Slab.totalBytes() - before;
                Supplier<String> message = () -> spec.widths() + " " + config + " planned as " + plan;
                if (exchange == null || exchange.worker() == workers - 1) {
                    assertEquals(taken, plan.total(), message);
                } else {
                    // It may have a row less than the last one.
                    assertTrue(taken <= plan.total(), message);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void knowsTheMemoryOfEvaluating(Arithmetic arithmetic) {
        TrainingConfig config =
                TrainingConfig.defaults().withThreads(1).withEpochs(1).withLearningRate(1e-6);
        for (NetworkSpec spec : specs(0.3)) {
            MemoryPlan plan = MemoryPlan.of(spec, arithmetic.dtype(), arithmetic.backend(), config, 1);
            Dataset data = Networks.batch(4, spec.inputs(), spec.outputs(), spec.loss(), 1);
            long before = Slab.totalBytes();
            try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 1);
                    Trainer trainer = new Trainer(network, config)) {
                trainer.fit(data, data, TrainingListener.NONE);
                assertEquals(Slab.totalBytes() - before, plan.total(), spec::widths);
            }
        }
    }

    @Test
    void threadsThatCannotBeServedAreRefused() {
        TrainingConfig config = TrainingConfig.defaults().withThreads(Integer.MAX_VALUE);
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryPlan.of(specs(0).getFirst(), DType.F32, Backend.NATIVE, config, 0));
    }
}
