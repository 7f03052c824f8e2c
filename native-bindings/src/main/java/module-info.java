/** CBLAS bindings and the search for the OpenBLAS library. */
module io.github.panagrad.blas {
    // Its exceptions are InvalidInputExceptions, which are that module's.
    requires transitive io.github.panagrad.base;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.blas;
    exports io.github.panagrad.blas.call to
            io.github.panagrad.tensor;
    exports io.github.panagrad.log to
            io.github.panagrad.tensor;
}
