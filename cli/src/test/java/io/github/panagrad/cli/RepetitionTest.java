package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says about repeating the training leads to the same model. */
class RepetitionTest {
    @TempDir
    Path folder;

    @Test
    void theFileBesideTheReportRepeatsTheTraining() throws IOException {
        Path data = Files.writeString(
                folder.resolve("it's a table.csv"), "x,y,class\n" + "1,2,a\n2,1,b\n3,1,b\n1,4,a\n".repeat(20));
        Path report = folder.resolve("report");
        Path first = folder.resolve("first.safetensors");
        Cli.run(
                        "train",
                        "--data",
                        data,
                        "--target",
                        "class",
                        "--epochs",
                        3,
                        "--dropout",
                        "0.1",
                        "--regularizer",
                        "l2:0.01",
                        "--regularizer",
                        "max_norm:3",
                        "--backend",
                        "java",
                        "--report",
                        report,
                        "--out",
                        first)
                .done();
        String page = Files.readString(report.resolve("report.html"));
        assertTrue(
                page.contains("panagrad train --data &#39;" + folder)
                        || page.contains("panagrad train --data '" + folder),
                page);
        assertTrue(page.contains("panagrad train --config " + report.resolve("run.yaml")), page);

        Path second = folder.resolve("second.safetensors");
        Cli.run("train", "--config", report.resolve("run.yaml"), "--out", second)
                .done();
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    void generatedDataIsNamedInTheFile() throws IOException {
        Path report = folder.resolve("report");
        Cli.run("train", "--samples", 60, "--epochs", 1, "--backend", "java", "--report", report)
                .done();
        String text = Files.readString(report.resolve("run.yaml"));
        assertTrue(text.contains("data: spirals\n") && text.contains("samples: 60\n"), text);
        Cli.run("train", "--config", report.resolve("run.yaml")).done();
    }
}
