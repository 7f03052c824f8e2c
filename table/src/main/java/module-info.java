/** Tables of mixed columns, and the preprocessing that travels with a model. */
@SuppressWarnings("requires-automatic") // hardwood has no module descriptor yet
module io.github.panagrad.table {
    requires transitive io.github.panagrad.nn;
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires dev.hardwood.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.table;
    exports io.github.panagrad.table.pipeline;
    exports io.github.panagrad.table.reader;
}
