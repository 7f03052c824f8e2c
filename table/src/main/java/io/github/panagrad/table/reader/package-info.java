/**
 * Reads tables from CSV files, files of JSON lines and Parquet files into native memory or a mapped file.
 *
 * {@snippet :
 * import io.github.panagrad.table.ReadOptions;
 * import io.github.panagrad.table.reader.*;
 *
 * void main() {
 *     ReadOptions options = ReadOptions.defaults().withTarget("income").withIgnored(List.of("id"));
 *     try (StoredTable table = TableReader.read(List.of(Path.of("people.csv")), options)) {
 *         table.notes().forEach(IO::println);
 *         IO.println(table.rows() + " rows, " + table.bytes() + " bytes");
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.table.reader;

import org.jspecify.annotations.NullMarked;
