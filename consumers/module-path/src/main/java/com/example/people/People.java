package com.example.people;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trains on a Parquet file and serves rows, on the module path. */
public final class People {
    private People() {}

    /** Fails if the arithmetic is not native. */
    public static void main(String[] arguments) throws IOException {
        if (Backend.preferred() != Backend.NATIVE) {
            throw new IllegalStateException("the backend is " + Backend.preferred());
        }
        Path model = Files.createTempFile("people", ".safetensors");
        Path file = Files.createTempFile("people", ".parquet");
        try (InputStream parquet = Objects.requireNonNull(People.class.getResourceAsStream("moods.parquet"))) {
            Files.write(file, parquet.readAllBytes());
            train(file, model);
            try (var predictor = TablePredictor.load(model, Backend.preferred())) {
                System.out.println(
                        "module path: " + predictor.predict(Map.of("truth", true, "text", "text 1", "double", 0.5)));
            }
        } finally {
            Files.delete(file);
            Files.delete(model);
        }
    }

    private static void train(Path file, Path model) throws IOException {
        try (var table = TableReader.read(
                List.of(file),
                ReadOptions.defaults().withTarget("mood").withFeatures(List.of("truth", "text", "double")))) {
            var pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            var spec = NetworkSpec.inputs(pipeline.width())
                    .dense(8, Activation.relu())
                    .output(3, Loss.softmaxCrossEntropy());
            try (var network = Network.create(spec, 42);
                    var trainer = new Trainer(network, TrainingConfig.defaults())) {
                trainer.fit(pipeline.encode(table, DType.F32));
                ModelFile.save(model, network, Map.of(Pipeline.FACT, pipeline.toJson()));
            }
        }
    }
}
