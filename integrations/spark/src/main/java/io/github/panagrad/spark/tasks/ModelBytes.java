package io.github.panagrad.spark.tasks;

import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models as the bytes of their files, which is how they travel. */
public final class ModelBytes {
    private ModelBytes() {}

    /** Returns the bytes of the file that a model is saved as. */
    public static byte[] of(TableModel model) {
        return throughFile(file -> {
            model.save(file);
            return Files.readAllBytes(file);
        });
    }

    /** Returns a model from its bytes; the caller closes it. */
    public static TableModel load(byte[] bytes) {
        return throughFile(file -> {
            Files.write(file, bytes);
            return TableModel.load(file);
        });
    }

    /** Returns what predicts with a model; the caller closes it. */
    public static TablePredictor predictor(byte[] bytes) {
        return throughFile(file -> {
            Files.write(file, bytes);
            return TablePredictor.load(file, Backend.preferred());
        });
    }

    /** Returns what a model's file says about it. */
    public static ModelFile.Contents contents(byte[] bytes) {
        return throughFile(file -> {
            Files.write(file, bytes);
            return ModelFile.inspect(file);
        });
    }

    private interface Use<T> {
        T with(Path file) throws IOException;
    }

    private static <T> T throughFile(Use<T> use) {
        try {
            Path folder = Files.createTempDirectory("panagrad-model");
            Path file = folder.resolve("model.safetensors");
            try {
                return use.with(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a model cannot be written to or read from the temporary folder "
                            + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    e);
        }
    }
}
