package io.github.panagrad.blas;

import java.util.ArrayList;
import java.util.List;

/** What is known to be wrong or slow about a library and its surroundings. */
final class LibraryWarnings {
    private LibraryWarnings() {}

    /**
     * Returns a sentence for each thing that the user should know, with what to do about it.
     *
     * @param cpuinfo what the system says of the processor, or empty
     */
    static List<String> about(LibraryProbe probe, Platform platform, String cpuinfo) {
        List<String> warnings = new ArrayList<>();
        platform.variable("OPENBLAS_CORETYPE")
                .map(value -> "OPENBLAS_CORETYPE=" + value
                        + " is set in the environment: OpenBLAS uses that processor kernel (now " + probe.coreName()
                        + ") whatever the processor can do, which may halve the speed. Unset it.")
                .or(() -> SlowCore.warning(probe.coreName(), probe.version(), cpuinfo))
                .ifPresent(warnings::add);
        String version = probe.version();
        // https://github.com/OpenMathLib/OpenBLAS/releases/tag/v0.3.31: "race conditions and subsequent invalid
        // results"
        if (version.equals("0.3.30") || version.startsWith("0.3.30.")) {
            warnings.add("OpenBLAS 0.3.30 has a race in its matrix product and can give WRONG RESULTS. "
                    + "Install 0.3.31 or newer, or 0.3.29.");
        }
        if (version.equals(LibraryProbe.UNKNOWN)) {
            warnings.add("This OpenBLAS does not give its version, so it is older than 0.3.4, "
                    + "which gives wrong results when several threads call it. Install a newer one.");
        }
        if (probe.threading() == ThreadingModel.SERIAL) {
            warnings.add(
                    "This OpenBLAS was built without threads: it gives wrong results when several threads call it, "
                            + "so only one may. Install the build with pthreads to use the other processors.");
        }
        return warnings;
    }
}
