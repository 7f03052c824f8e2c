package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
    private static final String NAME = "PANAGRAD_TEST_VARIABLE";

    @Test
    void setsAVariableAndRemovesItAgain() {
        Optional<String> during = NativeEnvironment.during(() -> NativeEnvironment.get(NAME), Map.of(NAME, "a value"));
        assertEquals(Optional.of("a value"), during);
        assertEquals(Optional.empty(), NativeEnvironment.get(NAME));
    }

    @Test
    void putsTheOldValueBack() {
        Optional<String> path = NativeEnvironment.get("PATH");
        NativeEnvironment.during(
                () -> {
                    assertEquals(Optional.of("changed"), NativeEnvironment.get("PATH"));
                    return "";
                },
                Map.of("PATH", "changed"));
        assertEquals(path, NativeEnvironment.get("PATH"));
        assertEquals(Optional.ofNullable(System.getenv("PATH")), path);
    }

    @Test
    void putsTheOldValueBackAfterAFailure() {
        assertThrows(
                IllegalStateException.class,
                () -> NativeEnvironment.during(
                        () -> {
                            throw new IllegalStateException("failed");
                        },
                        Map.of(NAME, "x")));
        assertEquals(Optional.empty(), NativeEnvironment.get(NAME));
    }
}
