package io.github.panagrad.blas;

import java.util.ArrayList;
import java.util.List;

/**
 * The places where an installed OpenBLAS may be: a pure function of the platform and its file system.
 *
 * @param names the names to ask the dynamic linker for, best first; it knows the folders that the administrator
 *     configured
 * @param folders the standard folders, which the linker may not know
 * @param files the libraries found in those folders, best first
 */
record LibrarySearch(List<String> names, List<String> folders, List<String> files) {
    /**
     * Builds with POSIX threads come first: they can be called from many threads. OpenMP builds can, too, but use one
     * thread per call only if the OpenMP runtime was not loaded before by something else. Fedora's
     * {@code libopenblas.so.0} is the serial build; elsewhere that name is the build selected by the distribution or
     * the administrator.
     */
    private static final List<String> LINUX_NAMES = List.of(
            "libopenblasp.so.0", // Fedora
            "libopenblas_pthreads.so.0", // openSUSE
            "libopenblaso.so.0", // Fedora
            "libopenblas_openmp.so.0", // openSUSE
            "libopenblas.so.0",
            "libopenblas.so.3", // Alpine
            "libopenblas.so"); // development files only

    private static final List<String> MACOS_NAMES = List.of("libopenblas.0.dylib", "libopenblas.dylib");

    /** Copies the lists. */
    LibrarySearch {
        names = List.copyOf(names);
        folders = List.copyOf(folders);
        files = List.copyOf(files);
    }

    /** Returns the places to search on a platform. */
    static LibrarySearch on(Platform platform, FileView fileView) {
        List<String> names = switch (platform.os()) {
            case LINUX -> LINUX_NAMES;
            case MACOS -> MACOS_NAMES;
            case OTHER -> List.of();
        };
        List<String> folders = switch (platform.os()) {
            case LINUX -> linuxFolders(platform.architecture());
            case MACOS -> macFolders(platform.architecture());
            case OTHER -> List.of();
        };
        List<String> files = new ArrayList<>();
        for (String folder : folders) {
            for (String name : names) {
                String path = folder + "/" + name;
                if (fileView.exists(path)) {
                    files.add(path);
                }
            }
        }
        return new LibrarySearch(names, folders, files);
    }

    private static List<String> linuxFolders(Architecture architecture) {
        List<String> folders = new ArrayList<>(List.of("/usr/local/lib", "/usr/local/lib64"));
        String multiArch = switch (architecture) {
            case X86_64 -> "/usr/lib/x86_64-linux-gnu";
            case AARCH64 -> "/usr/lib/aarch64-linux-gnu";
            case OTHER -> "";
        };
        if (!multiArch.isEmpty()) {
            folders.add(multiArch); // The link maintained by Debian's alternatives: the administrator's choice.
            folders.add(multiArch + "/openblas-pthread");
            folders.add(multiArch + "/openblas-openmp");
            folders.add(multiArch + "/openblas-serial");
        }
        folders.add("/usr/lib64");
        folders.add("/usr/lib64/openblas-pthreads"); // openSUSE
        folders.add("/usr/lib");
        folders.add("/opt/OpenBLAS/lib"); // the default of OpenBLAS's own "make install"
        return folders;
    }

    private static List<String> macFolders(Architecture architecture) {
        // Homebrew does not link OpenBLAS into its lib folder, and its prefix depends on the architecture.
        String homebrew = architecture == Architecture.AARCH64 ? "/opt/homebrew" : "/usr/local";
        return List.of(homebrew + "/opt/openblas/lib", homebrew + "/lib", "/opt/local/lib");
    }
}
