package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Intel's Math Kernel Library, through its single dynamic library {@code libmkl_rt}. That opens other libraries of its folder when
 * it is first called, and ends the process if one is missing: they are looked for before. It is used without threads of its own, and has
 * no limit of callers.
 */
record MklProvider() implements CblasProvider {
    private static final String VERSION = "MKL_Get_Version_String";
    private static final String SET_INTERFACE = "MKL_Set_Interface_Layer";
    private static final String SET_THREADING = "MKL_Set_Threading_Layer";
    private static final String SET_THREADS = "MKL_Set_Num_Threads";
    private static final String GET_THREADS = "MKL_Get_Max_Threads";

    /** {@code MKL_INTERFACE_LP64}. */
    private static final int INTERFACE_LP64 = 0;

    /** {@code MKL_THREADING_SEQUENTIAL}. */
    private static final int THREADING_SEQUENTIAL = 1;

    private static final int VERSION_LENGTH = 256;

    /** The libraries that {@code libmkl_rt} opens; of those with kernels for a processor, there must be one. */
    private static final List<String> LAYERS = List.of("libmkl_intel_lp64", "libmkl_sequential", "libmkl_core");

    private static final List<String> KERNELS =
            List.of("libmkl_def", "libmkl_avx2", "libmkl_avx512", "libmkl_mc3", "libmkl_avx");

    @Override
    public String product() {
        return "MKL";
    }

    @Override
    public boolean isIn(SymbolLookup library) {
        return library.find(VERSION).isPresent();
    }

    @Override
    public List<CblasNames> namings() {
        return List.of(CblasNames.STANDARD);
    }

    @Override
    public LibraryProbe probe(Path file, SymbolLookup library, CblasNames names) throws RejectedLibraryException {
        for (String name : List.of(SET_INTERFACE, SET_THREADING, SET_THREADS, GET_THREADS)) {
            if (library.find(name).isEmpty()) {
                throw new RejectedLibraryException(
                        "a part of MKL that lacks " + name + "; name libmkl_rt, the library for all of it");
            }
        }
        requireLayers(file);
        NativeCalls.integer(library.findOrThrow(SET_INTERFACE), INTERFACE_LP64);
        NativeCalls.integer(library.findOrThrow(SET_THREADING), THREADING_SEQUENTIAL);
        String version = version(library);
        return new LibraryProbe(
                this, names, version, "sequential", LibraryProbe.UNKNOWN, ThreadingModel.UNKNOWN, Integer.MAX_VALUE);
    }

    private static void requireLayers(Path file) throws RejectedLibraryException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new RejectedLibraryException("it is in no folder");
        }
        List<String> present;
        try (Stream<Path> files = Files.list(folder)) {
            present = files.map(path -> String.valueOf(path.getFileName())).toList();
        } catch (IOException e) {
            throw new RejectedLibraryException("its folder cannot be read: " + e.getMessage(), e);
        }
        String missing =
                LAYERS.stream().filter(layer -> !isPresent(layer, present)).collect(Collectors.joining(", "));
        if (missing.isEmpty() && KERNELS.stream().noneMatch(layer -> isPresent(layer, present))) {
            missing = String.join(" or ", KERNELS);
        }
        if (!missing.isEmpty()) {
            throw new RejectedLibraryException("an MKL without " + missing + " in " + folder
                    + ": it would end the process at the first product. Install all of MKL");
        }
    }

    private static boolean isPresent(String layer, List<String> files) {
        return files.stream().anyMatch(name -> name.startsWith(layer + "."));
    }

    private static String version(SymbolLookup library) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(VERSION_LENGTH);
            NativeCalls.call(library.findOrThrow(VERSION), text, VERSION_LENGTH - 1);
            return text.getString(0).strip();
        }
    }

    @Override
    public void setThreads(SymbolLookup library, CblasNames names, int threads) {
        NativeCalls.call(library.findOrThrow(SET_THREADS), threads);
    }

    @Override
    public int threads(SymbolLookup library, CblasNames names) {
        return NativeCalls.integer(library.findOrThrow(GET_THREADS));
    }
}
