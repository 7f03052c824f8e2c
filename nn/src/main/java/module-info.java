/** Layers, losses, optimisers, training, gradient check and model files. */
module io.github.panagrad.nn {
    // Exceptions of this module are InvalidInputExceptions, which are that module's.
    requires transitive io.github.panagrad.base;
    requires transitive io.github.panagrad.tensor;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.nn;
    exports io.github.panagrad.nn.check;
    exports io.github.panagrad.nn.checkpoint;
    exports io.github.panagrad.nn.data;
    exports io.github.panagrad.nn.ensemble;
    exports io.github.panagrad.nn.exchange;
    exports io.github.panagrad.nn.io to
            io.github.panagrad.cli,
            io.github.panagrad.onnx,
            io.github.panagrad.report,
            io.github.panagrad.table,
            io.github.panagrad.tune;
    exports io.github.panagrad.nn.metrics;
    exports io.github.panagrad.nn.optim;
    exports io.github.panagrad.nn.parallel to
            io.github.panagrad.measure;
    exports io.github.panagrad.nn.quantile to
            io.github.panagrad.table;
    exports io.github.panagrad.nn.reference;
    exports io.github.panagrad.nn.safetensors;
}
