package io.github.panagrad.cli.options;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the backend, its library and the number of threads. */
@OptionGroup("Machine")
public final class MachineOptions {
    private static final String AUTO = "auto";
    private static final String BLAS = "--blas";

    /** Far more than pay off on any existing machine, and few enough for any system to start. */
    private static final int MAX_THREADS = 1024;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "native (a CBLAS and the Vector API) or java (plain loops). Default: what --blas says.")
    private @Nullable String backend;

    @Option(
            names = BLAS,
            paramLabel = "auto|declared|system|java|PATH",
            description =
                    "The library to compute with: declared as a dependency (as Panagrad's OpenBLAS is), the system's, the file of any CBLAS, or"
                            + " none, which is java. auto: on macOS Accelerate; the declared one, else the system's, else java with"
                            + " a warning. Default: the property panagrad.blas, else the variable PANAGRAD_BLAS_LIBRARY, else auto.")
    private @Nullable String blas;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads, from 1 to 1024, or auto: as many as pay off for the work, up to the number of processors."
                            + " Default: auto.")
    private String threads = AUTO;

    /** Checks the values without loading anything. */
    public void check() {
        backendFor(choice());
        threads();
    }

    /**
     * Returns the backend, and loads what it needs.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if native was requested and is not available
     */
    public Backend backend() {
        LibraryChoice choice = choice();
        Backend chosen = backendFor(choice).orElseGet(() -> Backend.preferred(choice));
        if (chosen == Backend.NATIVE) {
            int most = OpenBlas.load(choice).describe().maxCallers();
            if (threads() > most) {
                throw new InvalidInputException(
                        "--threads " + Quoted.bare(threads) + ": this OpenBLAS can be called by " + most
                                + " threads at once, and would end the process with more");
            }
        }
        return chosen;
    }

    private LibraryChoice choice() {
        if (blas != null && blas.isBlank()) {
            throw new InvalidInputException(
                    BLAS + " is empty: expected auto, declared, system, java or the path of a library");
        }
        return blas == null ? LibraryChoice.ofThisProcess() : LibraryChoice.parse(BLAS, blas);
    }

    /** Returns the backend if it is determined before a library is searched; both options may choose it, but not differently. */
    private Optional<Backend> backendFor(LibraryChoice choice) {
        boolean isJava = choice.kind() == LibraryChoice.Kind.JAVA;
        if (backend == null) {
            return isJava ? Optional.of(Backend.JAVA) : Optional.empty();
        }
        Backend named = Names.backend(backend);
        if (named == Backend.NATIVE && isJava) {
            throw new InvalidInputException("--backend native contradicts " + choice
                    + ", which chooses the java backend; leave one of them out");
        }
        if (named == Backend.JAVA && blas != null && !isJava && choice.kind() != LibraryChoice.Kind.AUTO) {
            throw new InvalidInputException("--backend java contradicts " + choice
                    + ", which chooses a library for the native backend; leave one of them out");
        }
        return Optional.of(named);
    }

    /** Returns the number of threads, or {@link TrainingConfig#AUTO_THREADS}. */
    public int threads() {
        if (threads.equals(AUTO)) {
            return TrainingConfig.AUTO_THREADS;
        }
        try {
            int number = Integer.parseInt(threads);
            if (number >= 1 && number <= MAX_THREADS) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The message below says what was expected.
        }
        throw new InvalidInputException(
                "--threads: expected auto or a number from 1 to " + MAX_THREADS + ", found " + Quoted.of(threads));
    }
}
