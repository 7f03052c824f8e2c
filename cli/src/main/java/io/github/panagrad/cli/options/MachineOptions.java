package io.github.panagrad.cli.options;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the backend and the number of threads. */
@OptionGroup("Machine")
public final class MachineOptions {
    private static final String AUTO = "auto";

    /** Far more than pay off on any existing machine, and few enough for any system to start. */
    private static final int MAX_THREADS = 1024;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "native (OpenBLAS and the Vector API) or java (plain loops). Default: native if OpenBLAS can"
                    + " be found, else java with a warning.")
    private @Nullable String backend;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads, from 1 to 1024, or auto: as many as pay off for the work, up to the number of processors."
                            + " Default: auto.")
    private String threads = AUTO;

    /** Checks the values without loading anything. */
    public void check() {
        if (backend != null) {
            Names.backend(backend);
        }
        threads();
    }

    /**
     * Returns the backend, and loads what it needs.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if native was requested and is not available
     */
    public Backend backend() {
        Backend chosen = backend == null ? Backend.preferred() : Names.backend(backend);
        if (chosen == Backend.NATIVE) {
            int most = OpenBlas.load().describe().maxCallers();
            if (threads() > most) {
                throw new InvalidInputException(
                        "--threads " + Quoted.bare(threads) + ": this OpenBLAS can be called by " + most
                                + " threads at once, and would end the process with more");
            }
        }
        return chosen;
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
