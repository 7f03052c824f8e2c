package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Header;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models trained on the census, on its test rows with more gaps and with unseen texts: every label is the same in the ONNX Runtime. */
class AdultExportTest {
    private static final int SMALL_ROWS = 251;
    private static final int ROWS = 16_281;

    @TempDir
    Path folder;

    @Test
    void smallAdult() throws IOException {
        adult(RealData.small("adult"), SMALL_ROWS);
    }

    @Test
    void fullAdult() throws IOException {
        adult(RealData.full("adult"), ROWS);
    }

    private void adult(Path data, int rows) throws IOException {
        ReadOptions options =
                ReadOptions.defaults().withHeader(Header.NO).withStrip(".").withTarget("14");
        try (StoredTable table = TableReader.read(List.of(data.resolve("adult-train.csv")), options)) {
            compare(table, PipelineConfig.defaults(), NumberEmbedding.choices().parse("none"), 1, data, rows);
            compare(
                    table,
                    PipelineConfig.defaults()
                            .withScaling(Scaling.QUANTILE_NORMAL)
                            .withOneHotLimit(10),
                    new NumberEmbedding.Pbld(5, 0.3, 3),
                    2,
                    data,
                    rows);
        }
    }

    private void compare(
            StoredTable table, PipelineConfig config, NumberEmbedding embedding, int networks, Path data, int rows)
            throws IOException {
        Pipeline pipeline = Pipeline.fit(table, config);
        Dataset samples = pipeline.encode(table, DType.F32);
        List<Layer> embeddings = new ArrayList<>(pipeline.embeddings());
        pipeline.numbers().forEach(column -> embedding.fit(samples, column).ifPresent(embeddings::add));
        List<Network> trained = new ArrayList<>();
        for (int n = 0; n < networks; n++) {
            NetworkSpec.Builder builder = NetworkSpec.inputs(pipeline.width()).embeddings(embeddings);
            if (n > 0) {
                builder.layer(new MemberScale(3));
            }
            Network network =
                    Network.create(builder.dense(16, Activation.silu()).output(1, Loss.binaryCrossEntropy()), n);
            trained.add(network);
            try (Trainer trainer =
                    new Trainer(network, TrainingConfig.defaults().withEpochs(2).withThreads(1))) {
                trainer.fit(samples);
            }
        }
        Path file = folder.resolve("adult.onnx");
        try (Ensemble ensemble = new Ensemble(trained);
                TablePredictor predictor = new TablePredictor(ensemble, pipeline)) {
            new OnnxExport(ensemble).withPipeline(pipeline).write(file);
            List<Map<String, @Nullable Object>> tested = rows(pipeline, data.resolve("adult-test.csv"));
            assertEquals(rows, tested.size());
            try (OnnxModel model = new OnnxModel(file)) {
                assertEquals(rows, Rows.compare(predictor, tested, model.run(Rows.columns(pipeline, tested))));
            }
        }
    }

    /** Returns the rows of a file; one cell in ten has no value, one in twenty a text that no training row has. */
    private static List<Map<String, @Nullable Object>> rows(Pipeline pipeline, Path file) throws IOException {
        Random random = new Random(5);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank()) {
                continue;
            }
            String[] cells = line.split(", ", -1);
            Map<String, @Nullable Object> row = new HashMap<>();
            for (FittedColumn column : pipeline.columns()) {
                String cell = cells[Integer.parseInt(column.name())];
                boolean isText = column instanceof FittedColumn.Categories;
                int chance = random.nextInt(20);
                row.put(
                        column.name(),
                        chance < 2
                                ? null
                                : isText ? (chance == 2 ? "unseen " + cell : cell) : (Object) Double.valueOf(cell));
            }
            rows.add(row);
        }
        return rows;
    }
}
