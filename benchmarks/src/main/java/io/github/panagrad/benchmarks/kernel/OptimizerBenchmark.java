package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The updates of optimisers. */
public class OptimizerBenchmark extends KernelBenchmark {
    /** So small that parameters hardly move, however often they are updated. */
    private static final double RATE = 1e-12;

    /** The parameters of a tile: in cache, and more than fit there. */
    @Param({"4096", "262144", "4194304"})
    public int parameters;

    /** The optimiser's name. */
    @Param({
        "sgd",
        "momentum",
        "rmsprop",
        "adam",
        "classical_momentum",
        "nesterov",
        "adamw",
        "adagrad",
        "amsgrad",
        "nadam",
        "lion"
    })
    public String optimizer;

    private UpdateRule rule;
    private Tensor theta;
    private Tensor gradient;
    private Tensor[] state;
    private final Decay decay = new Decay();

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        FirstOrder chosen = Optimizer.firstOrder().parse(optimizer);
        rule = chosen.rule(Backend.NATIVE, dtype);
        rule.begin(1, RATE);
        decay.shrink = 1 - RATE * chosen.weightDecay();
        theta = normal(1, parameters);
        gradient = normal(1, parameters);
        state = new Tensor[chosen.states()];
        for (int s = 0; s < state.length; s++) {
            state[s] = slab.allocate(dtype, 1, parameters);
        }
    }

    /** One update of all parameters. */
    @Benchmark
    public void update() {
        rule.apply(theta, gradient, state, decay);
    }
}
