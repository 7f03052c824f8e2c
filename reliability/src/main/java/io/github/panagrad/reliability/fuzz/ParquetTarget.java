package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.ReadOptions;
import java.nio.file.Path;
import java.util.List;

/** Parquet files, of all encodings and compressions that are read. */
record ParquetTarget(List<byte[]> seeds) implements FuzzTarget {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String suffix() {
        return ".parquet";
    }

    @Override
    public void read(Path input, byte[] content) {
        // The last column of some is a time, which cannot be predicted; the first one has missing values.
        CsvTarget.encode(input, ReadOptions.defaults().withTarget("0").withMissingTarget(MissingTarget.DROP));
    }
}
