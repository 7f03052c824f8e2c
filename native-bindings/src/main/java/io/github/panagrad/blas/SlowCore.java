package io.github.panagrad.blas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether OpenBLAS took this processor for a much older one, as a library does that is older than the processor. */
final class SlowCore {
    /** Kernels without AVX2: vectors of half the size or less, and mostly no fused multiplication and addition. */
    private static final Set<String> OLD = Set.of(
            "katmai",
            "coppermine",
            "northwood",
            "prescott",
            "banias",
            "atom",
            "core2",
            "penryn",
            "dunnington",
            "nehalem",
            "sandybridge",
            "athlon",
            "opteron",
            "opteron_sse3",
            "barcelona",
            "bobcat",
            "bulldozer",
            "piledriver",
            "steamroller",
            "nano",
            "generic");

    private SlowCore() {}

    /**
     * Returns what the user should know.
     *
     * @param coreName the kernel that OpenBLAS chose
     * @param version of OpenBLAS
     * @param cpuinfo what Linux says of the processor ({@code /proc/cpuinfo}); empty where there is no such file
     */
    static Optional<String> warning(String coreName, String version, String cpuinfo) {
        if (!OLD.contains(coreName.toLowerCase(Locale.ROOT)) || !hasAvx2(cpuinfo)) {
            return Optional.empty();
        }
        return Optional.of("OpenBLAS " + version + " chose the kernel " + coreName
                + ", which does not use this processor's AVX2 and takes several times as long: it is too old to know the"
                + " processor. Install a newer OpenBLAS, or set OPENBLAS_CORETYPE=Haswell.");
    }

    private static boolean hasAvx2(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.asList(line.split("\\s+", -1)).contains("avx2"))
                .orElse(false);
    }
}
