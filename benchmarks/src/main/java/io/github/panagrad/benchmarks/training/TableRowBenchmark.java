package io.github.panagrad.benchmarks.training;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.serve.ServedModel;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Predicting raw rows of Adult with the training library and with the one that only serves; run in the folder of the checkout. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TableRowBenchmark {
    private static final Path ADULT = Stream.of("testdata", "../testdata")
            .map(folder -> Path.of(folder, "adult", "adult-train.csv"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                    () -> new IllegalStateException("there is no testdata/adult; run in the folder of the checkout"));

    private static final int BATCH_ROWS = 256;

    /** The units of each of the two hidden layers. */
    @Param({"64", "256"})
    public int units;

    /** The hidden activation. */
    @Param({"relu", "mish"})
    public String activation;

    private TablePredictor predictor;
    private ServedModel served;
    private List<Map<String, Object>> rows;
    private Object[][] values;
    private int next;

    /** Fits the preprocessing and makes a model with random weights. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        Path file = Files.createTempFile("adult", ".safetensors");
        try (StoredTable table =
                TableReader.read(List.of(ADULT), ReadOptions.defaults().withTarget("14"))) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            Activation function = Activation.choices().parse(activation);
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width())
                    .embeddings(pipeline.embeddings())
                    .dense(units, function)
                    .dense(units, function)
                    .output(1, Loss.binaryCrossEntropy());
            try (Network network = Network.create(spec, 1)) {
                ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
            }
            predictor = TablePredictor.load(file, Backend.NATIVE);
            served = ServedModel.load(file);
        } finally {
            Files.delete(file);
        }
        readRows();
    }

    /** Makes rows as a program has them: numbers are numbers. The columns have no names but their positions. */
    private void readRows() throws IOException {
        rows = new ArrayList<>();
        for (String line : Files.readAllLines(ADULT).subList(0, BATCH_ROWS)) {
            String[] cells = line.split(", ", -1);
            Map<String, Object> row = new HashMap<>();
            for (int c = 0; c < cells.length; c++) {
                row.put(String.valueOf(c), cells[c].matches("[0-9]+") ? (Object) Integer.valueOf(cells[c]) : cells[c]);
            }
            rows.add(row);
        }
        values = rows.stream()
                .map(row -> served.columns().stream().map(row::get).toArray())
                .toArray(Object[][]::new);
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void tearDown() {
        predictor.close();
    }

    private int next() {
        next = (next + 1) % BATCH_ROWS;
        return next;
    }

    /** A row by names, with the training library. */
    @Benchmark
    public Prediction trainingLibrary() {
        return predictor.predict(rows.get(next()));
    }

    /** A row by names. */
    @Benchmark
    public Prediction servedByName() {
        return served.predict(rows.get(next()));
    }

    /** A row in the order of the columns. */
    @Benchmark
    public Prediction servedInOrder() {
        return served.predict(values[next()]);
    }

    /** A batch of 256 rows, per row. */
    @Benchmark
    @OperationsPerInvocation(BATCH_ROWS)
    public List<Prediction> servedBatch() {
        return served.predictAll(rows);
    }
}
