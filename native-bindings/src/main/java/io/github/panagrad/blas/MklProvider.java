package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Intel's Math Kernel Library, through its single dynamic library {@code libmkl_rt}. That opens other libraries of its folder when
 * it is first called, and ends the process if one is missing: they are looked for before. It is used with one thread, and has no limit of
 * callers.
 */
record MklProvider() implements CblasProvider {
    private static final String VERSION = "MKL_Get_Version_String";
    private static final String SET_INTERFACE = "MKL_Set_Interface_Layer";
    private static final String SET_THREADING = "MKL_Set_Threading_Layer";
    private static final String SET_THREADS = "MKL_Set_Num_Threads";
    private static final String GET_THREADS = "MKL_Get_Max_Threads";

    /** {@code MKL_INTERFACE_LP64}. */
    private static final int INTERFACE_LP64 = 0;

    private static final int VERSION_LENGTH = 256;

    /** In a text such as "Intel(R) oneAPI Math Kernel Library Version 2025.2-Product Build 20250620 for Intel(R) 64 …". */
    private static final Pattern RELEASE = Pattern.compile("Version ([0-9.]+)");

    /** The libraries that {@code libmkl_rt} always opens; of those with kernels for a processor, there must be one. */
    private static final List<String> LAYERS = List.of("libmkl_intel_lp64", "libmkl_core");

    private static final List<String> KERNELS =
            List.of("libmkl_def", "libmkl_avx2", "libmkl_avx512", "libmkl_mc3", "libmkl_avx");

    private static final String OPENMP = "libiomp5";

    /** Layers for threads, best first, of which there must be one: there are distributions without the first. */
    private static final List<Threading> THREADING = List.of(
            new Threading("sequential", 1, List.of("libmkl_sequential")),
            new Threading("intel", 0, List.of("libmkl_intel_thread", OPENMP)),
            new Threading("gnu", 3, List.of("libmkl_gnu_thread")));

    /**
     * A layer for threads.
     *
     * @param code the argument of {@code MKL_Set_Threading_Layer}
     * @param libraries what it consists of
     */
    private record Threading(String name, int code, List<String> libraries) {}

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
        Threading threading = requireLayers(file);
        NativeCalls.integer(library.findOrThrow(SET_INTERFACE), INTERFACE_LP64);
        NativeCalls.integer(library.findOrThrow(SET_THREADING), threading.code());
        return new LibraryProbe(
                this,
                names,
                version(library),
                "threading layer " + threading.name(),
                LibraryProbe.UNKNOWN,
                ThreadingModel.UNKNOWN,
                Integer.MAX_VALUE);
    }

    /** Returns the threading layer to use, whose libraries are there as all others. */
    private static Threading requireLayers(Path file) throws RejectedLibraryException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new RejectedLibraryException("it is in no folder");
        }
        List<Path> present;
        try (Stream<Path> files = Files.list(folder)) {
            present = files.toList();
        } catch (IOException e) {
            throw new RejectedLibraryException("its folder cannot be read: " + e.getMessage(), e);
        }
        String missing =
                LAYERS.stream().filter(layer -> find(layer, present).isEmpty()).collect(Collectors.joining(", "));
        if (missing.isEmpty()
                && KERNELS.stream().allMatch(layer -> find(layer, present).isEmpty())) {
            missing = String.join(" or ", KERNELS);
        }
        Optional<Threading> threading = THREADING.stream()
                .filter(layer -> layer.libraries().stream()
                        .allMatch(name -> find(name, present).isPresent()))
                .findFirst();
        if (missing.isEmpty() && threading.isEmpty()) {
            missing = "libmkl_sequential or another layer for threads";
        }
        if (!missing.isEmpty()) {
            throw new RejectedLibraryException("an MKL without " + missing + " in " + folder
                    + ": it would end the process at the first product. Install all of MKL");
        }
        Threading layer = threading.orElseThrow();
        if (layer.libraries().contains(OPENMP)) {
            // It is opened by its name, which is known once it is loaded.
            SymbolLookup.libraryLookup(find(OPENMP, present).orElseThrow(), Arena.global());
        }
        return layer;
    }

    private static Optional<Path> find(String layer, List<Path> files) {
        return files.stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith(layer + "."))
                .findFirst();
    }

    private static String version(SymbolLookup library) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(VERSION_LENGTH);
            NativeCalls.call(library.findOrThrow(VERSION), text, VERSION_LENGTH - 1);
            Matcher matcher = RELEASE.matcher(text.getString(0));
            return matcher.find() ? matcher.group(1) : LibraryProbe.UNKNOWN;
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
