package com.example.spirals;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.SyntheticData;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains on the class path, as the README's example does, with the OpenBLAS that is a dependency. */
public final class Spirals {
    private Spirals() {}

    /** Fails if the arithmetic is not native, with the dependency's OpenBLAS, or the network learns nothing. */
    public static void main(String[] arguments) throws IOException {
        Backend.require(LibraryChoice.parse("this program", "declared"));
        var data = SyntheticData.spirals().generate(1).split(0.1, 1);
        var spec = NetworkSpec.inputs(2)
                .dense(64, Activation.relu())
                .dense(64, Activation.relu())
                .output(3, Loss.softmaxCrossEntropy());
        try (var network = Network.create(spec, 42);
                var trainer = new Trainer(network, TrainingConfig.defaults().withEpochs(15))) {
            var history = trainer.fit(data.training(), data.validation(), TrainingListener.NONE);
            double accuracy = history.last().validationAccuracy();
            if (!(accuracy > 0.99)) {
                throw new IllegalStateException("accuracy " + accuracy);
            }
            Path model = Files.createTempFile("spirals", ".safetensors");
            ModelFile.save(model, network, Map.of());
            Files.delete(model);
            System.out.println("class path: accuracy " + accuracy);
        }
    }
}
