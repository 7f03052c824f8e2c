/** Tables of mixed columns, and the preprocessing that travels with a model. */
@SuppressWarnings("requires-automatic") // hardwood and snappy have no module descriptor
module io.github.panagrad.table {
    // Schemas and fitted columns are that module's.
    requires transitive io.github.panagrad.base;
    requires transitive io.github.panagrad.nn;
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires org.slf4j;
    // Only for Parquet files, with io.github.panagrad.table.parquet.
    requires static com.github.luben.zstd_jni;
    requires static dev.hardwood.core;
    requires static org.xerial.snappy;
    requires static transitive org.jspecify;
    // Only for tables that are the results of queries.
    requires static transitive java.sql;

    exports io.github.panagrad.table;
    exports io.github.panagrad.table.model;
    exports io.github.panagrad.table.pipeline;
    exports io.github.panagrad.table.reader;
    exports io.github.panagrad.table.training to
            io.github.panagrad.cli;

    uses io.github.panagrad.table.Table.Opener;

    provides io.github.panagrad.table.Table.Opener with
            io.github.panagrad.table.input.InputOpener;
}
