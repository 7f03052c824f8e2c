package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.tensor.Backend;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real digits through the command line, in a shortened form: 20 steps of 128 images, and a test of 1000. */
class MnistTest {
    private static final int TRAINING = 2560;
    private static final int TEST = 1000;
    private static final int PIXELS = 784;

    @TempDir
    Path folder;

    /** Copies the beginning of an IDX file. */
    private static void shorten(Path into, String name, int count, int headerBytes, int sampleBytes)
            throws IOException {
        byte[] content;
        try (InputStream file = Files.newInputStream(RealData.path("mnist").resolve(name + ".gz"));
                DataInputStream stream = new DataInputStream(new GZIPInputStream(file))) {
            content = stream.readNBytes(headerBytes + count * sampleBytes);
        }
        ByteBuffer.wrap(content).putInt(4, count);
        Files.write(into.resolve(name), content);
    }

    /** Writes the beginnings of the four files into a folder. */
    static void shorten(Path into) throws IOException {
        shorten(into, "train-images-idx3-ubyte", TRAINING, 16, PIXELS);
        shorten(into, "train-labels-idx1-ubyte", TRAINING, 8, 1);
        shorten(into, "t10k-images-idx3-ubyte", TEST, 16, PIXELS);
        shorten(into, "t10k-labels-idx1-ubyte", TEST, 8, 1);
    }

    private Path train(String backend, String dtype) {
        Path model = folder.resolve(backend + dtype + ".st");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        folder,
                        "--layers",
                        "64,32",
                        "--epochs",
                        1,
                        "--validation",
                        0,
                        "--backend",
                        backend,
                        "--dtype",
                        dtype,
                        "--out",
                        model)
                .done();
        assertTrue(TrainTest.accuracy(trained.line("test")) > 0.4, trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", folder, "--backend", backend)
                .done();
        assertEquals(
                trained.line("test"), "loss " + evaluated.line("loss") + ", accuracy " + evaluated.line("accuracy"));
        return model;
    }

    @Test
    void bothBackendsTrainTheSameNetwork() throws IOException {
        shorten(folder);
        requireClose(train("native", "float64"), train("java", "float64"), 1e-10);
        requireClose(train("native", "float32"), train("java", "float32"), 1e-4);
    }

    private static void requireClose(Path first, Path second, double tolerance) {
        assertEquals("20", ModelFile.inspect(first).facts().get("steps"));
        try (Network a = ModelFile.load(first, Backend.JAVA);
                Network b = ModelFile.load(second, Backend.JAVA)) {
            for (int l = 0; l < a.spec().layers(); l++) {
                double difference = 0;
                double size = 0;
                double[][] x = a.weights(l).toArray();
                double[][] y = b.weights(l).toArray();
                for (int r = 0; r < x.length; r++) {
                    for (int c = 0; c < x[r].length; c++) {
                        difference += (x[r][c] - y[r][c]) * (x[r][c] - y[r][c]);
                        size += x[r][c] * x[r][c];
                    }
                }
                double relative = Math.sqrt(difference / size);
                assertTrue(relative < tolerance, "layer " + l + ": " + relative);
            }
        }
    }
}
