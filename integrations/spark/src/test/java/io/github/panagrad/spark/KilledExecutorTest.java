package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that are killed while two of them train one model: the training ends with the bits of an undisturbed one. {@code
 * -Dpanagrad.kills=20} kills as many.
 */
class KilledExecutorTest {
    private static final int KILLS = Integer.getInteger("panagrad.kills", 1);
    private static final int MOST_RUNS = 5;
    private static final int EPOCHS = 200;
    private static final long SHORTEST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 1500;

    @TempDir
    private Path folder;

    @Test
    void theTrainingGoesOnToTheSameBits() throws IOException, InterruptedException, ExecutionException {
        TableModelConfig config = TableModelConfig.target(AdultRows.LABEL)
                .withPreset(Preset.QUICK)
                .withReproducible(true)
                .withBatchParts(4)
                .withSetting("epochs", String.valueOf(EPOCHS))
                .withSetting("patience", String.valueOf(EPOCHS))
                .withThreads(1);
        Path undisturbed = folder.resolve("undisturbed.safetensors");
        try (TableModel model = TableModel.fit(Table.read(AdultRows.file()), config)) {
            model.save(undisturbed);
        }
        Random random = new Random(7);
        int killed = 0;
        // Some trainings may end before their executor would be killed.
        for (int run = 0; killed < KILLS && run < MOST_RUNS * KILLS; run++) {
            Path checkpoints = Files.createDirectory(folder.resolve("checkpoints-" + run));
            Dataset<Row> rows = AdultRows.in(SparkSessions.cluster(), 2);
            PanagradClassifier classifier = AdultRows.classifier("quick", 2)
                    .setEpochs(EPOCHS)
                    .setPatience(EPOCHS)
                    .setCheckpointDir(checkpoints.toString());
            Path file = folder.resolve(run + ".safetensors");
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<PanagradClassificationModel> training = thread.submit(() -> classifier.fit(rows));
                while (!training.isDone() && isEmpty(checkpoints)) {
                    Thread.sleep(20);
                }
                Thread.sleep(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
                List<ProcessHandle> executors = executors();
                if (!training.isDone() && !executors.isEmpty()) {
                    ProcessHandle one = executors.get(random.nextInt(executors.size()));
                    assertTrue(one.destroyForcibly());
                    killed++;
                }
                training.get().saveModelFile(file);
            }
            SameModels.require(undisturbed, file, "run " + run);
        }
        assertEquals(KILLS, killed);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.noneMatch(file -> file.toString().endsWith(".safetensors"));
        }
    }

    /** The only processes that a session starts; their command lines are too long for {@code ProcessHandle} to know. */
    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }
}
