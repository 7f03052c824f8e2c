package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.CompressionCodec;
import io.github.panagrad.table.TableException;
import org.jspecify.annotations.Nullable;

/** Checks that a compression can be read: some need a library that may be absent. */
final class ParquetCodecs {
    private ParquetCodecs() {}

    /**
     * Requires that a compression can be read.
     *
     * @throws TableException if its library is missing; the message names it
     */
    static void require(String file, CompressionCodec codec) {
        String needed = switch (codec) {
            case UNCOMPRESSED, GZIP -> null;
            case SNAPPY -> missing("org.xerial.snappy.Snappy", "org.xerial.snappy:snappy-java");
            case ZSTD -> missing("com.github.luben.zstd.Zstd", "com.github.luben:zstd-jni");
            case LZ4, LZ4_RAW -> missing("net.jpountz.lz4.LZ4Factory", "at.yawk.lz4:lz4-java");
            case BROTLI -> missing("com.aayushatharva.brotli4j.Brotli4jLoader", "com.aayushatharva.brotli4j:brotli4j");
            case LZO -> "a library that does not exist";
        };
        if (needed != null) {
            throw new TableException(file + " is compressed with " + codec + ", which needs " + needed
                    + " on the class path; add it, or write the file with SNAPPY, ZSTD or GZIP");
        }
    }

    private static @Nullable String missing(String type, String artifact) {
        try {
            Class.forName(type, false, ParquetCodecs.class.getClassLoader());
            return null;
        } catch (ClassNotFoundException _) {
            return artifact;
        }
    }
}
