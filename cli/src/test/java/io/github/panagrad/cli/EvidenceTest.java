package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a training, its charts, TensorBoard's files, and going on from a checkpoint. */
class EvidenceTest {
    @TempDir
    Path folder;

    private static byte[] start(Path file, int count) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(count);
        }
    }

    @Test
    void writesAPageChartsAndEvents() throws Exception {
        Path report = folder.resolve("report");
        Path events = folder.resolve("events");
        Cli.run(
                        "train",
                        "--data",
                        "moons",
                        "--samples",
                        300,
                        "--layers",
                        9,
                        "--epochs",
                        2,
                        "--report",
                        report,
                        "--tensorboard",
                        events)
                .done();
        String page = Files.readString(report.resolve("report.html"));
        assertTrue(page.startsWith("<!DOCTYPE html>") || page.startsWith("<!doctype html>"), page.substring(0, 50));
        assertTrue(page.stripTrailing().endsWith("</html>"));
        try (Stream<Path> files = Files.walk(report)) {
            List<Path> pictures =
                    files.filter(file -> file.toString().endsWith(".png")).toList();
            assertTrue(!pictures.isEmpty());
            for (Path picture : pictures) {
                assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, start(picture, 4));
            }
        }
        try (Stream<Path> files = Files.list(events)) {
            List<Path> found = files.toList();
            assertTrue(found.size() == 1 && found.getFirst().toString().contains("tfevents"), found::toString);
        }
    }

    private Cli train(Path model, int epochs, Object... more) {
        Object[] args = {"train", "--samples", 600, "--layers", 9, "--dropout", 0.2, "--epochs", epochs, "--out", model
        };
        return Cli.run(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
    }

    @Test
    void refusesToResumeAnotherTrainingAndBeginsWhereThereIsNone() throws Exception {
        Path whole = folder.resolve("whole.st");
        Path model = folder.resolve("m.st");
        Path checkpoints = folder.resolve("c");
        train(whole, 4).done();
        train(model, 4, "--checkpoint", checkpoints, "--resume").done();
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
        for (List<Object> change :
                List.<List<Object>>of(List.of("--seed", 7), List.of("--noise", 0.3), List.of("--optimizer", "sgd"))) {
            Cli other = train(
                    model,
                    4,
                    Stream.concat(Stream.of("--checkpoint", checkpoints, "--resume"), change.stream())
                            .toArray());
            assertTrue(other.code() == 2 && other.err().contains("cannot be resumed"), other.err() + other.out());
        }
    }
}
