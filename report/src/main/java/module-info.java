/** Reports about training runs. */
module io.github.panagrad.report {
    requires transitive io.github.panagrad.nn;
    requires java.desktop;
    requires java.xml;
    requires org.slf4j;
    requires xchart;
    requires static transitive org.jspecify;

    exports io.github.panagrad.report;
}
