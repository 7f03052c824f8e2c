package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Loads the library and prints the result; for {@link ChildJvm}. */
final class ChildMain {
    private ChildMain() {}

    /**
     * Takes {@code load} for the default search, {@code declared} for a search that finds nothing on the system, or {@code
     * temporary} and a folder to create a temporary folder in, and to be killed.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("temporary")) {
            try (TemporaryFolder folder = TemporaryFolder.in(Path.of(arguments[1]))) {
                System.out.println(folder.path());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
        try {
            Supplier<LibraryFinder.Found> declaredOnly =
                    () -> new LibraryFinder(Platform.current(), FakeFiles.of(), new BlindOpener())
                            .find(LibraryChoice.ofThisProcess());
            OpenBlas blas = arguments[0].equals("declared") ? OpenBlas.loadWith(declaredOnly) : OpenBlas.load();
            print(blas.describe());
            System.out.println("ddot=" + OpenBlasTest.ddot());
            System.out.println("saxpy=" + Arrays.toString(OpenBlasTest.saxpy()));
        } catch (OpenBlasException e) {
            System.out.println(e.getClass().getSimpleName() + "=" + e.getMessage());
            System.exit(3);
        }
    }

    private static void print(LibraryDescription description) {
        System.out.println("product=" + description.product());
        System.out.println("version=" + description.version());
        System.out.println("maxCallers=" + description.maxCallers());
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
        public Optional<Path> locate(String name) {
            return Optional.empty();
        }

        @Override
        public void openDependency(Path path) throws RejectedLibraryException {
            opener.openDependency(path);
        }

        @Override
        public LoadedLibrary open(Path path) throws RejectedLibraryException {
            return opener.open(path);
        }

        @Override
        public LoadedLibrary openForManyCallers(Path path) throws RejectedLibraryException {
            return opener.openForManyCallers(path);
        }
    }
}
