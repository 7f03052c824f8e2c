package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, of which one ends in the middle of a training. */
class LostExecutorTest {
    @TempDir
    Path folder;

    @Test
    void anotherExecutorGoesOnToTheSameBits() throws IOException {
        TableModelConfig config = TableModelConfig.target("income").withPreset(Preset.QUICK);
        Path here = folder.resolve("here.safetensors");
        try (TableModel model = TableModel.fit(People.table(97), config.withThreads(1))) {
            model.save(here);
        }
        Path log = folder.resolve("attempts");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        TaskOptions options = TaskOptions.none().withCheckpoints(shared.toString(), new Interval.Epochs(1));
        try (SharedTable table = SharedTable.of(SparkSessions.cluster(), People.table(97))) {
            List<TrainedModel> models = ParallelTraining.fit(
                    table, List.of(config.withListener(new Interrupted(log.toString(), 5, true))), options);
            assertArrayEquals(Files.readAllBytes(here), models.getFirst().bytes());
        }
        List<String> attempts = Interrupted.attempts(log);
        assertEquals(2, attempts.size());
        assertEquals("0", attempts.getFirst());
        assertEquals(4, Integer.parseInt(attempts.getLast()), 1);
    }
}
