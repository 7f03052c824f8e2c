package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.safetensors.SafetensorsException;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a file says about itself, and what is refused. */
class OnnxExportTest {
    private static final NetworkSpec NUMBERS =
            NetworkSpec.inputs(3).dense(4, Activation.relu()).output(2, Loss.softmaxCrossEntropy());

    @TempDir
    Path folder;

    private Pipeline pipeline(String... lines) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.write(file, List.of(lines));
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withTarget("y"))) {
            return Pipeline.fit(table, PipelineConfig.defaults());
        }
    }

    private Pipeline people() throws IOException {
        return pipeline("age,city,y", "30,a,no", "40,b,yes", ",a,no", "50,b,yes", "20,,no", "31,,yes");
    }

    private static Network networkFor(Pipeline pipeline) {
        return Network.create(
                NetworkSpec.inputs(pipeline.width()).dense(4, Activation.relu()).output(1, Loss.binaryCrossEntropy()),
                DType.F32,
                Backend.JAVA,
                Initializer.he(),
                1);
    }

    private static void refused(Executable export, String... parts) {
        String message =
                String.valueOf(assertThrows(OnnxException.class, export).getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void aFunctionOfTheProgramHasNoFormInOnnx() {
        Activation own = Activation.custom("own_export", Math::atan, z -> 1 / (1 + z * z));
        NetworkSpec spec = NetworkSpec.inputs(3).dense(4, own).output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
            refused(
                    () -> new OnnxExport(network).withInputs(OnnxInputs.TENSOR).write(folder.resolve("own.onnx")),
                    "the activation 'own_export' is a function of the program");
        }
    }

    @Test
    void inputsAndOutputsAreAsDocumented() throws IOException {
        Pipeline pipeline = people();
        Path file = folder.resolve("m.onnx");
        try (Network network = networkFor(pipeline)) {
            OnnxExport export = new OnnxExport(network).withPipeline(pipeline);
            export.write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(List.of("age: DOUBLE [-1, 1]", "city: STRING [-1, 1]"), model.inputs());
                assertEquals(List.of("label: STRING [-1]", "probabilities: FLOAT [-1, 2]"), model.outputs());
            }
            export.withInputs(OnnxInputs.GROUPED).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(List.of("numbers: DOUBLE [-1, 1]", "texts: STRING [-1, 1]"), model.inputs());
            }
            export.withInputs(OnnxInputs.TENSOR).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(List.of("features: FLOAT [-1, " + pipeline.width() + "]"), model.inputs());
            }
        }
        try (Network network = new Network(NetworkSpec.inputs(2).output(1, Loss.poisson()), DType.F32, Backend.JAVA)) {
            new OnnxExport(network).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(List.of("features: FLOAT [-1, 2]"), model.inputs());
                assertEquals(List.of("value: DOUBLE [-1, 1]"), model.outputs());
            }
        }
        try (Network network = new Network(NetworkSpec.inputs(2).output(3, Loss.hinge()), DType.F32, Backend.JAVA)) {
            new OnnxExport(network).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(List.of("label: STRING [-1]", "scores: FLOAT [-1, 3]"), model.outputs());
            }
        }
    }

    @Test
    void metadataDescribesTheModel() throws IOException {
        Pipeline pipeline = people();
        Path file = folder.resolve("m.onnx");
        try (Network network = networkFor(pipeline)) {
            new OnnxExport(network)
                    .withPipeline(pipeline)
                    .withFacts(Map.of("epochs", "3", "note", "line\n\"two\" ü", Pipeline.FACT, pipeline.toJson()))
                    .write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                Map<String, String> metadata = model.metadata();
                assertEquals(
                        Set.of(
                                "panagrad.inputs",
                                "panagrad.loss",
                                "panagrad.classes",
                                "panagrad.target",
                                "panagrad.features",
                                "panagrad.numbers",
                                "panagrad.texts",
                                "panagrad.fact.epochs",
                                "panagrad.fact.note"),
                        metadata.keySet());
                assertEquals("columns", metadata.get("panagrad.inputs"));
                assertEquals("[\"no\",\"yes\"]", metadata.get("panagrad.classes"));
                assertEquals("[\"age\"]", metadata.get("panagrad.numbers"));
                assertEquals("[\"city\"]", metadata.get("panagrad.texts"));
                assertEquals("y", metadata.get("panagrad.target"));
                assertEquals("line\n\"two\" ü", metadata.get("panagrad.fact.note"));
            }
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        try (Network network = NetworkExportTest.random(NUMBERS, 1)) {
            new OnnxExport(network).withFacts(Map.of("a", "1", "b", "2")).write(folder.resolve("a"));
            new OnnxExport(network).withFacts(Map.of("b", "2", "a", "1")).write(folder.resolve("b"));
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")));
    }

    @Test
    void modelFilesAreConverted() throws IOException {
        Pipeline pipeline = people();
        Path saved = folder.resolve("m.safetensors");
        Path converted = folder.resolve("converted.onnx");
        Path written = folder.resolve("written.onnx");
        Map<String, String> facts = Map.of(Pipeline.FACT, pipeline.toJson(), "seed", "1");
        try (Ensemble two = new Ensemble(
                List.of(networkFor(pipeline), NetworkExportTest.random(networkSpec(pipeline), 2)), List.of(1.0, 2.0))) {
            ModelFile.save(saved, two, facts);
            OnnxExport.convert(saved, converted, null);
            OnnxExport export = new OnnxExport(two).withPipeline(pipeline).withFacts(facts);
            export.write(written);
            assertArrayEquals(Files.readAllBytes(written), Files.readAllBytes(converted));
            OnnxExport.convert(saved, converted, OnnxInputs.GROUPED);
            export.withInputs(OnnxInputs.GROUPED).write(written);
            assertArrayEquals(Files.readAllBytes(written), Files.readAllBytes(converted));
        }
    }

    private static NetworkSpec networkSpec(Pipeline pipeline) {
        return NetworkSpec.inputs(pipeline.width()).dense(3, Activation.tanh()).output(1, Loss.binaryCrossEntropy());
    }

    @Test
    void float64IsRefused() throws IOException {
        try (Network network = new Network(NUMBERS, DType.F64, Backend.JAVA)) {
            refused(() -> new OnnxExport(network), "float64", "float32", "--dtype float32");
            Path saved = folder.resolve("m.safetensors");
            ModelFile.save(saved, network, Map.of());
            refused(() -> OnnxExport.convert(saved, folder.resolve("m.onnx"), null), saved.toString(), "float64");
        }
        assertFalse(Files.exists(folder.resolve("m.onnx")));
    }

    @Test
    void columnsNeedPreprocessing() {
        try (Network network = new Network(NUMBERS, DType.F32, Backend.JAVA)) {
            for (OnnxInputs inputs : List.of(OnnxInputs.COLUMNS, OnnxInputs.GROUPED)) {
                refused(
                        () -> new OnnxExport(network).withInputs(inputs).write(folder.resolve("m.onnx")),
                        "without preprocessing",
                        "--inputs tensor");
            }
        }
    }

    @Test
    void preprocessingOfAnotherNetworkIsRefused() throws IOException {
        Pipeline pipeline = people();
        try (Network network = new Network(NUMBERS, DType.F32, Backend.JAVA)) {
            refused(() -> new OnnxExport(network).withPipeline(pipeline), "inputs", "the network takes 3");
        }
        NetworkSpec values = NetworkSpec.inputs(pipeline.width()).output(1, Loss.meanSquaredError());
        try (Network network = new Network(values, DType.F32, Backend.JAVA)) {
            refused(() -> new OnnxExport(network).withPipeline(pipeline), "2 classes", "mean_squared_error");
        }
        NetworkSpec three = NetworkSpec.inputs(pipeline.width()).output(3, Loss.softmaxCrossEntropy());
        try (Network network = new Network(three, DType.F32, Backend.JAVA)) {
            refused(() -> new OnnxExport(network).withPipeline(pipeline), "2 classes", "3 outputs");
        }
    }

    /** Inputs and outputs of a graph are called differently; grouped inputs have names of their own. */
    @Test
    void aColumnCalledLikeAnOutputNeedsGroupedInputs() throws IOException {
        Pipeline pipeline = pipeline("label,probabilities,y", "1,a,no", "2,b,yes", "3,a,no", "4,b,yes");
        Path file = folder.resolve("m.onnx");
        try (Network network = networkFor(pipeline)) {
            OnnxExport export = new OnnxExport(network).withPipeline(pipeline);
            refused(() -> export.write(file), "'label'", "--inputs grouped");
            export.withInputs(OnnxInputs.GROUPED).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(2, model.inputs().size());
            }
        }
    }

    /** Names of nodes and constants give way to those of columns. */
    @Test
    void columnsMayBeCalledLikeAnythingElse() throws IOException {
        Pipeline pipeline = pipeline(
                "layers.0/weight,numbers/Concat,features/Concat,outputs/one,y",
                "1,5,7,a,no",
                "2,6,9,b,yes",
                "3,5,9,a,no",
                "4,7,7,b,yes");
        Path file = folder.resolve("m.onnx");
        try (Network network = networkFor(pipeline)) {
            new OnnxExport(network).withPipeline(pipeline).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(4, model.inputs().size());
            }
        }
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no model");
        Path target = folder.resolve("m.onnx");
        assertThrows(SafetensorsException.class, () -> OnnxExport.convert(text, target, null));
        Files.writeString(target, "kept");
        Network closed = new Network(NUMBERS, DType.F32, Backend.JAVA);
        try (closed) {
            assertThrows(IOException.class, () -> new OnnxExport(closed).write(folder.resolve("no/m.onnx")));
        }
        assertThrows(IllegalStateException.class, () -> new OnnxExport(closed).write(target));
        assertEquals("kept", Files.readString(target));
    }
}
