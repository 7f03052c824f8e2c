package io.github.panagrad.blas;

import io.github.panagrad.error.Quoted;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The C library of this process, which determines the builds of OpenBLAS that can be loaded. */
sealed interface CLibrary {
    /** The GNU C library. */
    record Glibc(int major, int minor) implements CLibrary {
        boolean isAtLeast(int otherMajor, int otherMinor) {
            return major > otherMajor || (major == otherMajor && minor >= otherMinor);
        }

        @Override
        public String toString() {
            return "glibc " + major + "." + minor;
        }
    }

    /** musl, as on Alpine. */
    record Musl() implements CLibrary {}

    /** The C library of an operating system that has only one. */
    record Native() implements CLibrary {}

    /**
     * Asks the process itself, because files prove nothing: a Debian system may have both musl and glibc.
     */
    static CLibrary ofThisProcess(OperatingSystem os) {
        if (os != OperatingSystem.LINUX) {
            return new Native();
        }
        Optional<MemorySegment> function = Linker.nativeLinker().defaultLookup().find("gnu_get_libc_version");
        return function.isPresent() ? parseGlibc(NativeCalls.string(function.get())) : new Musl();
    }

    /** Reads a version such as {@code 2.36} or {@code 2.36.9000}. */
    static Glibc parseGlibc(String version) {
        String[] parts = version.split("\\.", -1);
        try {
            return new Glibc(Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "The C library reports its version as " + Quoted.of(version) + ", expected a form such as 2.36", e);
        }
    }
}
