/** The command line. */
@SuppressWarnings("requires-automatic") // the ONNX Runtime has no module descriptor
module io.github.panagrad.cli {
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.panagrad.blas;
    requires io.github.panagrad.measure;
    requires io.github.panagrad.nn;
    requires io.github.panagrad.onnx;
    requires io.github.panagrad.report;
    requires io.github.panagrad.table;
    requires io.github.panagrad.tensor;
    requires io.github.panagrad.tune;
    requires jdk.management;
    requires me.tongfei.progressbar;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    // Only to compare with it.
    requires static com.microsoft.onnxruntime;
    requires static org.jspecify;

    // Where picocli sets the fields of options.
    opens io.github.panagrad.cli to
            info.picocli;
    opens io.github.panagrad.cli.command to
            info.picocli;
    opens io.github.panagrad.cli.options to
            info.picocli;
}
