/** Reads tables from CSV and Parquet files. */
@NullMarked
package io.github.panagrad.table.reader;

import org.jspecify.annotations.NullMarked;
