package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.List;

/** CSV files: read, and made into features, which must be numbers. */
record CsvTarget(List<byte[]> seeds) implements FuzzTarget {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String suffix() {
        return ".csv";
    }

    @Override
    public void read(Path input, byte[] content) {
        encode(input, ReadOptions.defaults());
    }

    /** Reads a table, fits a pipeline and encodes all rows. */
    static void encode(Path input, ReadOptions reading) {
        try (StoredTable stored = TableReader.read(List.of(input), reading)) {
            int[] samples = Pipeline.samples(stored, reading.missingTarget(), _ -> {});
            Pipeline pipeline = Pipeline.fit(stored, samples, PipelineConfig.defaults());
            Dataset data = pipeline.encode(stored, samples, DType.F32, new EncodedStorage.Memory());
            for (int r = 0; r < data.size(); r++) {
                for (int c = 0; c < data.features().columns(); c++) {
                    double value = data.features().get(data.row(r), c);
                    if (!Double.isFinite(value)) {
                        throw new IllegalStateException("feature " + c + " of row " + r + " is " + value);
                    }
                }
            }
            Pipeline.fromJson(pipeline.toJson());
        }
    }
}
