package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that train one model together: its bits are those of one machine, whatever their number. */
class TogetherTest {
    private static final int PARTS = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"quick, float32", "quick, float64", "standard, float32"})
    void everyNumberOfWorkersTheSameBits(String preset, String dtype) throws IOException {
        TableModelConfig config = TableModelConfig.target(AdultRows.LABEL)
                .withPreset(Preset.valueOf(preset.toUpperCase(Locale.ROOT)))
                .withDType(dtype.equals("float64") ? DType.F64 : DType.F32)
                .withReproducible(true)
                .withBatchParts(PARTS)
                .withSetting("epochs", "4")
                .withThreads(1);
        Path alone = folder.resolve("alone.safetensors");
        try (TableModel model = TableModel.fit(Table.read(AdultRows.file()), config)) {
            model.save(alone);
        }
        Dataset<Row> rows = AdultRows.in(SparkSessions.local(PARTS), 3);
        for (int workers : new int[] {1, 2, 4}) {
            PanagradClassificationModel model = AdultRows.classifier(preset, workers)
                    .setDtype(dtype)
                    .setEpochs(4)
                    .fit(rows);
            Path file = folder.resolve(workers + ".safetensors");
            model.saveModelFile(file);
            SameModels.require(alone, file, workers + " workers");
            assertEquals(
                    alone(alone, "validation_accuracy"),
                    model.facts().get("validation_accuracy"),
                    workers + " workers");
        }
    }

    private static String alone(Path file, String fact) {
        try (TableModel model = TableModel.load(file)) {
            return String.valueOf(model.facts().get(fact));
        }
    }

    @Test
    void moreWorkersThanTheClusterHasAreRefusedAtOnce() {
        Dataset<Row> rows = AdultRows.in(SparkSessions.local(PARTS), 2);
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> AdultRows.classifier("quick", 8).fit(rows));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("numWorkers is 8, but the cluster runs 4"),
                refused.getMessage());
        InvalidInputException uneven = assertThrows(
                InvalidInputException.class,
                () -> AdultRows.classifier("quick", 2).setBatchParts(3).fit(rows));
        assertTrue(String.valueOf(uneven.getMessage()).contains("batchParts is 3"), uneven.getMessage());
    }
}
