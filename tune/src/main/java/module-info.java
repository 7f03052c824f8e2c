/** Searches hyper-parameters. */
module io.github.panagrad.tune {
    // Its exception for wrong input is that module's.
    requires transitive io.github.panagrad.base;
    requires transitive io.github.panagrad.tensor;
    requires com.fasterxml.jackson.core;
    requires io.github.panagrad.nn;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.tune;
}
