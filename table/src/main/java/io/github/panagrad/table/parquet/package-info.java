/** Tables from Parquet files. */
@NullMarked
package io.github.panagrad.table.parquet;

import org.jspecify.annotations.NullMarked;
