package io.github.panagrad.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a model is saved if it cannot be saved where it belongs. */
class ModelOutputTest {
    private static final String TEMPORARY = "java.io.tmpdir";

    @TempDir
    Path folder;

    private final String before = System.getProperty(TEMPORARY);

    @BeforeEach
    void setTemporaryFolder() throws IOException {
        System.setProperty(
                TEMPORARY, Files.createDirectory(folder.resolve("tmp")).toString());
    }

    @AfterEach
    void resetTemporaryFolder() {
        System.setProperty(TEMPORARY, before);
    }

    private static Path save(Path out, List<String> warnings) throws IOException {
        NetworkSpec spec = NetworkSpec.inputs(3).output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
            return ModelOutput.save(out, Ensemble.of(network), Map.of("k", "v"), warnings::add);
        }
    }

    @Test
    void aFolderThatIsGoneDoesNotCostTheModel() throws IOException {
        List<String> warnings = new ArrayList<>();
        Path saved = save(folder.resolve("gone").resolve("m.safetensors"), warnings);
        assertTrue(saved.startsWith(folder.resolve("tmp")), saved::toString);
        assertEquals("v", ModelFile.inspect(saved).facts().get("k"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("WARN: cannot write " + folder.resolve("gone")), warnings::toString);
        assertTrue(warnings.getFirst().endsWith("the model was saved as " + saved + " instead"), warnings::toString);
    }

    @Test
    void noWarningWhereItBelongs() throws IOException {
        List<String> warnings = new ArrayList<>();
        Path out = folder.resolve("m.safetensors");
        assertEquals(out, save(out, warnings));
        assertEquals(List.of(), warnings);
    }

    @Test
    void aStoppedTrainingDoesNotReplaceAModel() {
        assertEquals(Path.of("a/m.stopped.safetensors"), ModelOutput.stopped(Path.of("a/m.safetensors")));
        assertEquals(Path.of("m.stopped"), ModelOutput.stopped(Path.of("m")));
        assertEquals(Path.of(".m.stopped"), ModelOutput.stopped(Path.of(".m")));
    }
}
