package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.tensor.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares the parameters of model files. */
final class SameModels {
    private SameModels() {}

    static void require(Path expected, Path found, String what) {
        List<double[][]> left = parameters(expected);
        List<double[][]> right = parameters(found);
        assertEquals(left.size(), right.size());
        for (int p = 0; p < left.size(); p++) {
            for (int r = 0; r < left.get(p).length; r++) {
                assertArrayEquals(left.get(p)[r], right.get(p)[r], what + ", parameter " + p + ", row " + r);
            }
        }
    }

    private static List<double[][]> parameters(Path file) {
        List<double[][]> all = new ArrayList<>();
        try (ModelFile model = ModelFile.open(file);
                Ensemble ensemble = model.read(Backend.preferred())) {
            for (Network network : ensemble.members()) {
                network.parameters().forEach(parameter -> all.add(network.toArray(parameter)));
            }
        }
        return all;
    }
}
