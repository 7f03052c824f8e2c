package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.testdata.RealData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real digits through the command line. */
class MnistTest {
    @TempDir
    Path folder;

    private Path train(Path data, int batchSize, String backend, String dtype, double accuracy) {
        Path model = folder.resolve(backend + dtype + ".st");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        data,
                        "--layers",
                        "64,32",
                        "--epochs",
                        1,
                        "--batch-size",
                        batchSize,
                        "--validation",
                        0,
                        "--backend",
                        backend,
                        "--dtype",
                        dtype,
                        "--out",
                        model)
                .done();
        assertTrue(TrainTest.accuracy(trained.line("test")) > accuracy, trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", data, "--backend", backend)
                .done();
        assertEquals(
                trained.line("test"), "loss " + evaluated.line("loss") + ", accuracy " + evaluated.line("accuracy"));
        return model;
    }

    @Test
    void bothBackendsTrainTheSameNetwork() {
        Path data = RealData.small("mnist");
        for (String dtype : List.of("float64", "float32")) {
            Path natively = train(data, 40, "native", dtype, 0.4);
            requireClose(natively, train(data, 40, "java", dtype, 0.4), dtype.equals("float64") ? 1e-10 : 1e-4);
        }
    }

    @Test
    void anEpochOfTheFullSet() {
        train(RealData.full("mnist"), 128, "native", "float32", 0.9);
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
