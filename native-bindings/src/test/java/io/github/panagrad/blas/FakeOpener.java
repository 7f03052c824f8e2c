package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens nothing, but records the requests. */
final class FakeOpener implements LibraryOpener {
    static final LibraryProbe PROBE = OpenBlasProvider.describe(
            CblasNames.STANDARD, "OpenBLAS 0.3.31 MAX_THREADS=64", "Haswell", ThreadingModel.PTHREADS);

    private final Map<String, Path> names = new HashMap<>();
    private final Map<Path, String> rejected = new HashMap<>();
    private final List<Path> serial = new ArrayList<>();
    final List<Path> opened = new ArrayList<>();
    final List<Path> dependencies = new ArrayList<>();

    /** Makes a library known to the dynamic linker. */
    FakeOpener knows(String name, String path) {
        names.put(name, Path.of(path));
        return this;
    }

    /** Rejects all files in or under a path. */
    FakeOpener rejects(Path path, String reason) {
        rejected.put(path, reason);
        return this;
    }

    /** Marks a file as a build without threads. */
    FakeOpener isSerial(String path) {
        serial.add(Path.of(path));
        return this;
    }

    @Override
    public Optional<Path> locate(String name) {
        return Optional.ofNullable(names.get(name));
    }

    @Override
    public void openDependency(Path path) throws RejectedLibraryException {
        dependencies.add(path);
        check(path);
    }

    @Override
    public LoadedLibrary open(Path path) throws RejectedLibraryException {
        opened.add(path);
        check(path);
        return new LoadedLibrary(path, PROBE, _ -> Optional.empty());
    }

    @Override
    public LoadedLibrary openForManyCallers(Path path) throws RejectedLibraryException {
        if (serial.contains(path)) {
            throw new SerialBuildException();
        }
        return open(path);
    }

    private void check(Path path) throws RejectedLibraryException {
        for (Map.Entry<Path, String> entry : rejected.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                throw new RejectedLibraryException(entry.getValue());
            }
        }
    }
}
