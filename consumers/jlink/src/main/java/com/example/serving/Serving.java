package com.example.serving;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains on a table and serves a row, in a runtime that has only the modules that are needed. */
public final class Serving {
    private Serving() {}

    /** Fails if the arithmetic is not native, or a Parquet file is not answered by what to add. */
    public static void main(String[] arguments) throws IOException {
        if (Backend.preferred() != Backend.NATIVE) {
            throw new IllegalStateException("the backend is " + Backend.preferred());
        }
        Path folder = Files.createTempDirectory("serving");
        Path csv = folder.resolve("people.csv");
        Path parquet = folder.resolve("people.parquet");
        try {
            Files.writeString(csv, "age,town,rich\n20,Ulm,no\n50,Bonn,yes\n".repeat(50));
            Files.write(parquet, "PAR1\0\0\0\0PAR1".getBytes(StandardCharsets.US_ASCII));
            serve(csv);
            requireAdvice(parquet);
        } finally {
            Files.delete(csv);
            Files.delete(parquet);
            Files.delete(folder);
        }
    }

    private static void serve(Path csv) throws IOException {
        try (var table = TableReader.read(List.of(csv), ReadOptions.defaults().withTarget("rich"))) {
            var pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            var spec = NetworkSpec.inputs(pipeline.width())
                    .dense(8, Activation.relu())
                    .output(1, Loss.binaryCrossEntropy());
            try (var network = Network.create(spec, 42);
                    var trainer = new Trainer(network, TrainingConfig.defaults())) {
                trainer.fit(pipeline.encode(table, DType.F32));
                try (var predictor = new TablePredictor(network, pipeline)) {
                    System.out.println("jlink: " + predictor.predict(Map.of("age", 52, "town", "Bonn")));
                }
            }
        }
    }

    private static void requireAdvice(Path parquet) throws IOException {
        try (var table = TableReader.read(List.of(parquet), ReadOptions.defaults())) {
            throw new IllegalStateException("read " + table.rows() + " rows");
        } catch (TableException e) {
            if (!String.valueOf(e.getMessage()).contains("io.github.panagrad:panagrad-table-parquet")) {
                throw e;
            }
        }
    }
}
