/** The evidence of a training. */
module io.github.panagrad.report {
    requires transitive io.github.panagrad.nn;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.panagrad.report;
}
