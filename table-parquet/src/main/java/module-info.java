/**
 * Lets {@link io.github.panagrad.table} read Parquet files. It has no classes: whoever requires it has the reader, and what unpacks
 * SNAPPY, ZSTD and LZ4, in the module graph. Those are automatic modules, which jlink cannot link.
 */
@SuppressWarnings(
        "requires-automatic") // hardwood has no module descriptor; with it come all automatic modules, snappy and lz4
module io.github.panagrad.table.parquet {
    requires transitive io.github.panagrad.table;
    requires com.github.luben.zstd_jni;
    requires dev.hardwood.core;
}
