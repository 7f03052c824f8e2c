package io.github.panagrad.blas;

import java.util.List;
import java.util.Optional;

/**
 * The files of the jar {@code org.bytedeco:openblas} that a platform needs.
 *
 * @param classifier the jar's Maven classifier, which is also the name of the folder in it
 * @param names the files in loading order, dependencies first: libgfortran has no run path, so it finds its
 *     dependencies only if they are already loaded
 */
record DeclaredFiles(String classifier, List<String> names) {
    /** The path of the platform folders in the jar. */
    static final String ROOT = "org/bytedeco/openblas/";

    private static final DeclaredFiles LINUX_X86_64 = new DeclaredFiles(
            "linux-x86_64", List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"));
    private static final DeclaredFiles LINUX_ARM64 =
            new DeclaredFiles("linux-arm64", List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"));
    private static final DeclaredFiles MACOSX_X86_64 = new DeclaredFiles(
            "macosx-x86_64",
            List.of("libquadmath.0.dylib", "libgcc_s.1.1.dylib", "libgfortran.5.dylib", "libopenblas.0.dylib"));
    private static final DeclaredFiles MACOSX_ARM64 =
            new DeclaredFiles("macosx-arm64", List.of("libopenblas.0.dylib")); // needs no Fortran runtime

    /** The minimum glibc version of the Linux builds. */
    private static final int GLIBC_MAJOR = 2;

    private static final int GLIBC_MINOR = 34;

    /** Copies the list. */
    DeclaredFiles {
        names = List.copyOf(names);
    }

    /** Returns the files for a platform; throws if they cannot run on it. */
    static DeclaredFiles on(Platform platform) throws RejectedLibraryException {
        if (platform.os() == OperatingSystem.LINUX) {
            checkLinux(platform.libc());
        }
        Optional<DeclaredFiles> files = switch (platform.architecture()) {
            case X86_64 -> choose(platform.os(), LINUX_X86_64, MACOSX_X86_64);
            case AARCH64 -> choose(platform.os(), LINUX_ARM64, MACOSX_ARM64);
            case OTHER -> Optional.empty();
        };
        return files.orElseThrow(() -> new RejectedLibraryException("not available for this platform"));
    }

    private static Optional<DeclaredFiles> choose(OperatingSystem os, DeclaredFiles linux, DeclaredFiles mac) {
        return switch (os) {
            case LINUX -> Optional.of(linux);
            case MACOS -> Optional.of(mac);
            case OTHER -> Optional.empty();
        };
    }

    private static void checkLinux(CLibrary libc) throws RejectedLibraryException {
        switch (libc) {
            case CLibrary.Glibc glibc when glibc.isAtLeast(GLIBC_MAJOR, GLIBC_MINOR) -> {}
            case CLibrary.Glibc glibc ->
                throw new RejectedLibraryException(
                        "needs glibc " + GLIBC_MAJOR + "." + GLIBC_MINOR + " or newer, but this system has " + glibc);
            case CLibrary.Musl musl -> throw new RejectedLibraryException("needs glibc, but this system has musl");
            case CLibrary.Native other ->
                throw new RejectedLibraryException("needs glibc, but this system has another C library");
        }
    }

    /** Returns the file name of OpenBLAS itself, which is loaded last. */
    String library() {
        return names.getLast();
    }

    /** Returns the file names of the libraries that OpenBLAS depends on, in loading order. */
    List<String> dependencies() {
        return names.subList(0, names.size() - 1);
    }

    /** Returns the path of a file in the jar. */
    String resource(String name) {
        return ROOT + classifier + "/" + name;
    }

    /** Returns the module name of the jar, which is the same for all platforms up to the classifier. */
    String moduleName() {
        return "org.bytedeco.openblas." + classifier.replace('-', '.');
    }
}
