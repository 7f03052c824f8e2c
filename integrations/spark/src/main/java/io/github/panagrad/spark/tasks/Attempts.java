package io.github.panagrad.spark.tasks;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts at a training, each with a folder of its own for checkpoints: Spark may begin a task again while the executor that it
 * lost still writes. An attempt goes on from the checkpoint that another one came furthest with.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int KEEP = 2;

    private final Path training;
    private final SharedFolder shared;

    /** A checkpoint to go on from. */
    private record Candidate(Path file, long steps) {}

    Attempts(SharedFolder shared, String training) {
        this.training = shared.of(training);
        this.shared = shared;
    }

    /**
     * Trains, from the newest checkpoint of the same training if there is one. Checkpoints of another training, and those of other
     * arithmetic, are logged and not used: what is trained is the same without them.
     */
    TableModel fit(Table table, TableModelConfig config) {
        try {
            List<Candidate> candidates = candidates();
            Path own = created();
            try {
                return fit(table, config, candidates, own);
            } finally {
                if (CheckpointFile.list(own).isEmpty()) {
                    delete(own);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TableModel fit(Table table, TableModelConfig config, List<Candidate> candidates, Path own)
            throws IOException {
        TableModelConfig saving =
                config.withCheckpoints(new Checkpoints(own, shared.every(), KEEP, OnFailure.CONTINUE));
        for (Candidate candidate : candidates) {
            try {
                TableModel model = TableModel.fit(table, saving.resumedFrom(candidate.file));
                Path before = candidate.file.getParent();
                if (before != null) {
                    delete(before);
                }
                return model;
            } catch (CheckpointException e) {
                LOG.warn("{}; it is not used", e.getMessage());
            }
        }
        return TableModel.fit(table, saving);
    }

    /** Returns the newest checkpoint of each attempt, the furthest first. */
    private List<Candidate> candidates() throws IOException {
        if (!Files.isDirectory(training)) {
            return List.of();
        }
        List<Candidate> found = new ArrayList<>();
        try (Stream<Path> attempts = Files.list(training)) {
            for (Path attempt : attempts.filter(Files::isDirectory).toList()) {
                try {
                    CheckpointFile.latest(attempt)
                            .ifPresent(file -> found.add(new Candidate(
                                    file,
                                    CheckpointFile.inspect(file).progress().steps())));
                } catch (CheckpointException e) {
                    LOG.warn("{}; it is not used", e.getMessage());
                }
            }
        }
        found.sort(Comparator.comparingLong(Candidate::steps)
                .reversed()
                .thenComparing(candidate -> candidate.file.toString()));
        return found;
    }

    private Path created() throws IOException {
        SharedFolder.require(shared.folder());
        Files.createDirectories(training);
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(training.resolve("attempt-" + number));
            } catch (FileAlreadyExistsException _) {
                LOG.debug("{} had attempt {} already", training, number);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
