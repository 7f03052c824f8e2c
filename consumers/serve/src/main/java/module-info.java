/** Serves a model, and has nothing to train one. */
module com.example.offline {
    requires io.github.panagrad.serve;
}
