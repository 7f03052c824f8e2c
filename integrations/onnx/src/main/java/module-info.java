/** Models of this library as ONNX files. */
module io.github.panagrad.onnx {
    // Its exception for wrong input is that module's.
    requires transitive io.github.panagrad.blas;
    requires transitive io.github.panagrad.nn;
    requires transitive io.github.panagrad.table;
    requires io.github.panagrad.tensor;
    requires static transitive org.jspecify;

    exports io.github.panagrad.onnx;
}
