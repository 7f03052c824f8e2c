package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.SyntheticData;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Models of each kind, and what they predict. The main method keeps those of a version for {@link EarlierModelsTest}; it is run once
 * for each format, with the classes of that version.
 */
final class MadeModels {
    static final String NETWORK = "network.safetensors";
    static final String ENSEMBLE = "ensemble.safetensors";
    static final String TABLE = "table.safetensors";
    static final String EXPECTED = "expected.txt";

    private MadeModels() {}

    /** Takes the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        save(folder);
        Files.writeString(folder.resolve(EXPECTED), predictions(folder));
    }

    private static void save(Path folder) throws IOException {
        NetworkSpec deep = NetworkSpec.inputs(2)
                .dense(5, Activation.gelu())
                .dense(3, Activation.tanh())
                .output(1, Loss.binaryCrossEntropy());
        NetworkSpec flat = NetworkSpec.inputs(2).dense(4, Activation.relu()).output(1, Loss.binaryCrossEntropy());
        Dataset moons = SyntheticData.moons().generate(1);
        try (Network one = trained(deep, moons, DType.F64, 1);
                Network two = trained(deep, moons, DType.F64, 2);
                Network other = trained(flat, moons, DType.F64, 3)) {
            ModelFile.save(folder.resolve(NETWORK), one, Map.of("note", "a fact"));
            Ensemble ensemble = new Ensemble(List.of(one, two, other), List.of(1.0, 1.0, 2.0));
            ModelFile.save(folder.resolve(ENSEMBLE), ensemble, Map.of());
        }
        Path csv = folder.resolve("people.csv");
        try {
            Files.writeString(csv, people());
            ReadOptions reading = ReadOptions.defaults().withTarget("rich");
            try (StoredTable table = TableReader.read(List.of(csv), reading)) {
                save(table, folder.resolve(TABLE));
            }
        } finally {
            Files.delete(csv);
        }
    }

    private static void save(Table table, Path file) throws IOException {
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults().withOneHotLimit(4));
        NetworkSpec spec = NetworkSpec.inputs(pipeline.width())
                .embeddings(pipeline.embeddings())
                .dense(6, Activation.relu())
                .output(3, Loss.softmaxCrossEntropy());
        try (Network network = trained(spec, pipeline.encode(table, DType.F32), DType.F32, 4)) {
            ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
        }
    }

    private static Network trained(NetworkSpec spec, Dataset data, DType dtype, long seed) {
        Network network = Network.create(spec, dtype, Backend.JAVA, Initializer.he(), seed);
        try (Trainer trainer = new Trainer(network, TrainingConfig.defaults().withEpochs(3))) {
            trainer.fit(data);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }

    private static String people() {
        StringBuilder csv = new StringBuilder("age,town,job,since,member,rich\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i % 13 == 5 ? "" : String.valueOf(20 + i % 50))
                    .append(',')
                    .append(List.of("Ulm", "Bonn", "Jena").get(i % 3))
                    .append(",job ")
                    .append((char) ('a' + i * 7 % 11))
                    .append(",2024-0")
                    .append(1 + i % 9)
                    .append("-1")
                    .append(i % 7)
                    .append(i % 2 == 0 ? ",yes," : ",no,")
                    .append(List.of("no", "some", "yes").get((i % 50 + i % 3) / 20 % 3))
                    .append('\n');
        }
        return csv.toString();
    }

    /** Returns what the models in a folder predict, a line for each input. */
    static String predictions(Path folder) {
        List<String> lines = new ArrayList<>();
        for (String name : List.of(NETWORK, ENSEMBLE)) {
            try (Predictor predictor = Predictor.load(folder.resolve(name), Backend.JAVA)) {
                for (int i = 0; i < 4; i++) {
                    lines.add(name + " " + i + " " + predictor.predict(new double[] {Math.cos(i), Math.sin(i)})[0]);
                }
            }
        }
        try (TablePredictor predictor = TablePredictor.load(folder.resolve(TABLE), Backend.JAVA)) {
            List<Map<String, Object>> rows = List.of(
                    Map.of("age", 33, "town", "Ulm", "job", "job c", "since", "2024-05-12", "member", true),
                    Map.of("age", 61.5, "town", "Rome", "job", "none", "since", "2023-12-31", "member", false),
                    Map.of("age", 20, "town", "Jena", "job", "job a", "since", "2024-09-10", "member", true));
            for (Map<String, Object> row : rows) {
                predict(lines, predictor, row);
            }
            Map<String, Object> unknown = new HashMap<>();
            for (String column : List.of("age", "town", "job", "since", "member")) {
                unknown.put(column, null);
            }
            predict(lines, predictor, unknown);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void predict(List<String> lines, TablePredictor predictor, Map<String, Object> row) {
        Prediction.ClassPrediction found = (Prediction.ClassPrediction) predictor.predict(row);
        double[] probabilities = found.classes().stream()
                .mapToDouble(name -> found.probabilities().get(name))
                .toArray();
        lines.add(TABLE + " " + found.label() + " " + Arrays.toString(probabilities));
    }
}
