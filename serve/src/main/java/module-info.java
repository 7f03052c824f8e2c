/** Serves trained models: a model file in, raw rows to predictions out. Plain Java, which depends on no other library. */
module io.github.panagrad.serve {
    requires transitive io.github.panagrad.base;
    requires static transitive org.jspecify;

    exports io.github.panagrad.serve;
}
