/** Off-heap tensors and the kernels that work on them. */
module io.github.panagrad.tensor {
    requires transitive io.github.panagrad.blas;
    requires java.management;
    requires jdk.incubator.vector;
    requires jdk.management;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.tensor;
    exports io.github.panagrad.tensor.kernel to
            io.github.panagrad.nn;
    exports io.github.panagrad.tensor.ops to
            io.github.panagrad.measure,
            io.github.panagrad.nn;
}
