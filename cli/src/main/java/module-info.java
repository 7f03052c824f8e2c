/** The command line. */
module io.github.panagrad.cli {
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.panagrad.blas;
    requires io.github.panagrad.measure;
    requires io.github.panagrad.nn;
    requires io.github.panagrad.report;
    requires io.github.panagrad.table;
    requires io.github.panagrad.tensor;
    requires io.github.panagrad.tune;
    requires jdk.management;
    requires me.tongfei.progressbar;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires static org.jspecify;

    // Where picocli sets the fields of options.
    opens io.github.panagrad.cli to
            info.picocli;
    opens io.github.panagrad.cli.command to
            info.picocli;
    opens io.github.panagrad.cli.options to
            info.picocli;
}
