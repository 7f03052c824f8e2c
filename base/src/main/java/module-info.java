/** What training and serving share: schemas, the reading of cells, fitted preprocessing, and errors. Plain Java, without native code. */
module io.github.panagrad.base {
    requires static transitive org.jspecify;

    exports io.github.panagrad;
    exports io.github.panagrad.error;
    exports io.github.panagrad.json to
            io.github.panagrad.serve,
            io.github.panagrad.table;
    exports io.github.panagrad.pipeline;
    exports io.github.panagrad.pipeline.row to
            io.github.panagrad.serve,
            io.github.panagrad.table;
    exports io.github.panagrad.schema;
    exports io.github.panagrad.schema.calendar to
            io.github.panagrad.table;
    exports io.github.panagrad.schema.text to
            io.github.panagrad.serve,
            io.github.panagrad.table;
}
