package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/onnx.md, which is a part of this file. */
class OnnxExampleTest {
    @TempDir
    Path folder;

    private static void program(Path file) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor age = OnnxTensor.createTensor(environment, new double[][] {{52}, {Double.NaN}});
                OnnxTensor education = OnnxTensor.createTensor(environment, new String[][] {{"Masters"}, {""}});
                OrtSession.Result result = session.run(Map.of("age", age, "education", education))) {
            String[] labels = (String[]) result.get("label").orElseThrow().getValue();
            float[][] probabilities =
                    (float[][]) result.get("probabilities").orElseThrow().getValue();
            IO.println(labels[0] + " " + probabilities[0][1]);
        }
    }

    @Test
    void itRuns() throws IOException, OrtException {
        Path data = folder.resolve("people.csv");
        Files.write(data, List.of("age,education,income", "52,Masters,yes", "30,BA,no", ",BA,no", "41,,yes"));
        Path file = folder.resolve("m.onnx");
        try (StoredTable table =
                TableReader.read(List.of(data), ReadOptions.defaults().withTarget("income"))) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults().withMinCount(1));
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width()).output(1, Loss.binaryCrossEntropy());
            try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
                new OnnxExport(network).withPipeline(pipeline).write(file);
            }
        }
        program(file);
    }

    @Test
    void itIsWhatThePageHas() throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/onnx.md")));
        assertTrue(block.find());
        String source = words(Files.readString(Path.of("src/test/java/io/github/panagrad/onnx/OnnxExampleTest.java")));
        assertTrue(source.contains(words(block.group(1))), block.group(1));
        assertEquals(-1, block.group(1).indexOf('\t'));
    }

    private static String words(String text) {
        return text.lines()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replaceAll("\\s+", " ")
                .strip();
    }
}
