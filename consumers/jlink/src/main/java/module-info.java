/** Serves a model from a Java runtime of its own. */
module com.example.serving {
    requires io.github.panagrad.table;
}
