package com.example.check;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.check.GradientBatch;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of one's own network, checked by one's own test. */
class GradientsTest {
    @ParameterizedTest
    @EnumSource(Backend.class)
    void gradientsAreDerivatives(Backend backend) {
        NetworkSpec spec = NetworkSpec.inputs(5)
                .dense(7, Activation.gelu())
                .dense(3, Activation.tanh())
                .output(4, Loss.softmaxCrossEntropy());
        try (Network network = Network.create(spec, DType.F64, backend, Initializer.glorot(), 42)) {
            GradientBatch batch = GradientBatch.random(spec, 11, 1);
            GradientCheck.run(network, batch.dataset(), 0.01).assertBelow(GradientCheck.TOLERANCE);
        }
    }
}
