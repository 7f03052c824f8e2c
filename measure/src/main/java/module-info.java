/** Times training steps, their matrix products, and predictions. */
module io.github.panagrad.measure {
    requires transitive io.github.panagrad.nn;
    requires jdk.management;
    requires static transitive org.jspecify;

    exports io.github.panagrad.measure;
}
