package io.github.panagrad.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
    private static final Map<String, String> GIVEN = Map.of(
            "PATH",
            "/bin",
            "OPENBLAS_CORETYPE",
            "Haswell",
            "OMP_NUM_THREADS",
            "1",
            "MKL_NUM_THREADS",
            "1",
            "GOTO_NUM_THREADS",
            "1",
            "VECLIB_MAXIMUM_THREADS",
            "1");

    @Test
    void whatSlowsPeersDownIsCleared() {
        Map<String, String> environment = new HashMap<>(GIVEN);
        ChildEnvironment.prepare(environment, 0);
        assertEquals(Map.of("PATH", "/bin"), environment);
    }

    @Test
    void threadsAreForEveryLibrary() {
        Map<String, String> environment = new HashMap<>(GIVEN);
        ChildEnvironment.prepare(environment, 2);
        assertEquals(
                Map.of(
                        "PATH",
                        "/bin",
                        "OMP_NUM_THREADS",
                        "2",
                        "OPENBLAS_NUM_THREADS",
                        "2",
                        "MKL_NUM_THREADS",
                        "2",
                        "VECLIB_MAXIMUM_THREADS",
                        "2"),
                environment);
    }
}
