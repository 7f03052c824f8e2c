package io.github.panagrad.blas;

import java.util.Optional;
import java.util.function.Supplier;

/** Loads the library and prints the result; for {@link ChildJvm}. */
final class ChildMain {
    private ChildMain() {}

    /** Takes {@code load} for the default search, or {@code bundled} for a search that finds nothing on the system. */
    public static void main(String[] arguments) {
        try {
            Supplier<LibraryFinder.Found> bundledOnly =
                    () -> new LibraryFinder(Platform.current(), FakeFiles.of(), new BlindOpener()).find();
            OpenBlas blas = arguments[0].equals("bundled") ? OpenBlas.loadWith(bundledOnly) : OpenBlas.load();
            print(blas.describe());
            System.out.println("ddot=" + OpenBlasTest.ddot());
        } catch (OpenBlasException e) {
            System.out.println(e.getClass().getSimpleName() + "=" + e.getMessage());
            System.exit(3);
        }
    }

    private static void print(LibraryDescription description) {
        System.out.println("path=" + description.path());
        System.out.println("source=" + description.source());
        System.out.println("threads=" + description.threads());
        System.out.println("attempts=" + description.attempts());
        System.out.println("warnings=" + description.warnings());
        for (String name : new String[] {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
            System.out.println("java." + name + "=" + Optional.ofNullable(System.getenv(name)));
            System.out.println("native." + name + "=" + NativeEnvironment.get(name));
        }
    }

    /** Opens files, but finds no installed library. */
    private static final class BlindOpener implements LibraryOpener {
        private final NativeOpener opener = new NativeOpener();

        @Override
        public Optional<java.nio.file.Path> locate(String name) {
            return Optional.empty();
        }

        @Override
        public void openDependency(java.nio.file.Path path) throws RejectedLibraryException {
            opener.openDependency(path);
        }

        @Override
        public LoadedLibrary open(java.nio.file.Path path) throws RejectedLibraryException {
            return opener.open(path);
        }

        @Override
        public LoadedLibrary openForManyCallers(java.nio.file.Path path) throws RejectedLibraryException {
            return opener.openForManyCallers(path);
        }
    }
}
