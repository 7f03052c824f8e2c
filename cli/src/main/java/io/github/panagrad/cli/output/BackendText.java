package io.github.panagrad.cli.output;

import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.VectorSupport;

/** A backend in one line. */
public final class BackendText {
    private BackendText() {}

    public static String describe(Backend backend) {
        if (backend == Backend.JAVA) {
            return "java (plain loops)";
        }
        LibraryDescription library = OpenBlas.load().describe();
        return "native: " + library.name() + " (" + library.coreName() + ", " + library.path() + "), "
                + (VectorSupport.isAvailable() ? "Vector API" : "no Vector API");
    }
}
