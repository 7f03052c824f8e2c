package io.github.panagrad.blas;

import java.util.ArrayList;
import java.util.List;

/** Warnings about a library and its environment that are known to cause wrong results or poor performance. */
final class LibraryWarnings {
    private LibraryWarnings() {}

    /**
     * Returns a warning for each known problem, with its remedy.
     *
     * @param cpuinfo the system's description of the processor, or empty
     */
    static List<String> about(LibraryProbe probe, Platform platform, String cpuinfo) {
        if (!probe.isOpenBlas()) {
            return probe.provider() instanceof OtherProvider
                    ? List.of(
                            "This CBLAS is neither OpenBLAS nor Accelerate nor MKL, so Panagrad cannot tell it to use one thread for a"
                                    + " call: see to that by the variable of the library, because threads compete otherwise.")
                    : List.of();
        }
        List<String> warnings = new ArrayList<>();
        platform.variable("OPENBLAS_CORETYPE")
                .map(value -> "OPENBLAS_CORETYPE=" + value
                        + " is set in the environment: OpenBLAS uses that processor kernel (now " + probe.coreName()
                        + ") regardless of the actual processor, which may halve the speed. Unset it.")
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
            warnings.add("This OpenBLAS does not report its version, so it is older than 0.3.4, "
                    + "which gives wrong results when several threads call it. Install a newer one.");
        }
        if (probe.threading() == ThreadingModel.SERIAL) {
            warnings.add(
                    "This OpenBLAS was built without threads: it gives wrong results when several threads call it, "
                            + "so only one thread at a time may call it. Install the build with pthreads to use all "
                            + "processors.");
        }
        return warnings;
    }
}
