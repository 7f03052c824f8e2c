package io.github.panagrad.reliability.fuzz;

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
        CsvTarget.encode(input);
    }
}
