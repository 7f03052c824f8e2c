package io.github.panagrad.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The environment of measured processes: without what would slow them down, and with the threads they are to use. */
public final class ChildEnvironment {
    private static final List<String> PREFIXES = List.of("OPENBLAS_", "OMP_", "MKL_", "GOTO_", "VECLIB_");

    private static final List<String> THREADS =
            List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS");

    private ChildEnvironment() {}

    /** Returns the variables of an environment that measured processes must not see. */
    public static Map<String, String> harmful(Map<String, String> environment) {
        Map<String, String> found = new TreeMap<>(environment);
        found.keySet().removeIf(name -> PREFIXES.stream().noneMatch(name::startsWith));
        return found;
    }

    /**
     * Prepares an environment.
     *
     * @param environment changed
     * @param threads those that native libraries are to use; 0 leaves it to them
     */
    public static void prepare(Map<String, String> environment, int threads) {
        environment.keySet().removeAll(harmful(environment).keySet());
        if (threads > 0) {
            THREADS.forEach(name -> environment.put(name, String.valueOf(threads)));
        }
    }
}
