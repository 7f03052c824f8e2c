package io.github.panagrad.blas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Detects whether OpenBLAS mistook this processor for a much older one, as libraries older than the processor do. */
final class SlowCore {
    /** Kernels without AVX2: vectors of half the size or less, and mostly without fused multiply-add. */
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
     * Returns a warning if the selected kernel does not use AVX2 although the processor supports it.
     *
     * @param coreName the kernel that OpenBLAS selected
     * @param version the version of OpenBLAS
     * @param cpuinfo the content of Linux's {@code /proc/cpuinfo}; empty if there is no such file
     */
    static Optional<String> warning(String coreName, String version, String cpuinfo) {
        if (!OLD.contains(coreName.toLowerCase(Locale.ROOT)) || !hasAvx2(cpuinfo)) {
            return Optional.empty();
        }
        return Optional.of("OpenBLAS " + version + " selected the kernel " + coreName
                + ", which does not use this processor's AVX2 and is several times slower: this version is too old to"
                + " recognise the processor. Install a newer OpenBLAS, or set OPENBLAS_CORETYPE=Haswell.");
    }

    private static boolean hasAvx2(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.asList(line.split("\\s+", -1)).contains("avx2"))
                .orElse(false);
    }
}
