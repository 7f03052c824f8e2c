package io.github.panagrad.serve;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models as small as tests need them, with random weights. */
final class SmallModels {
    static final Map<String, Object> ROW = Map.of("age", 31, "town", "Ulm");

    private SmallModels() {}

    /** Saves a model of a table with a number and a text, and two classes. */
    static Path save(Path folder) throws IOException {
        Path csv =
                Files.writeString(folder.resolve("people.csv"), "age,town,rich\n20,Ulm,no\n50,Bonn,yes\n".repeat(20));
        Path file = folder.resolve("people.safetensors");
        try (StoredTable table =
                TableReader.read(List.of(csv), ReadOptions.defaults().withTarget("rich"))) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width())
                    .dense(8, Activation.relu())
                    .output(1, Loss.binaryCrossEntropy());
            try (Network network = Network.create(spec, 42)) {
                ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
            }
        }
        return file;
    }
}
