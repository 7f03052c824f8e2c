package io.github.panagrad.blas;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Temporarily sets environment variables of the process, as seen by C code.
 *
 * <p>OpenBLAS and the OpenMP runtime read their variables when they are loaded. The old values are restored afterwards,
 * because libraries that are loaded later and child processes read the same environment. C has no lock for the
 * environment: nothing else in the process should change it meanwhile.
 */
final class NativeEnvironment {
    private static final SymbolLookup LIBC = Linker.nativeLinker().defaultLookup();

    private NativeEnvironment() {}

    /** Runs an action with variables set. On a system without {@code setenv}, the action runs without them. */
    static <T> T during(Supplier<T> action, Map<String, String> variables) {
        if (LIBC.find("setenv").isEmpty()) {
            return action.get();
        }
        // The JVM copies the environment on first access from Java, which must not happen during the action.
        Objects.requireNonNull(System.getenv());
        Map<String, Optional<String>> previous = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                previous.put(variable.getKey(), get(variable.getKey()));
                set(variable.getKey(), variable.getValue());
            }
            return action.get();
        } finally {
            previous.forEach((name, value) -> value.ifPresentOrElse(text -> set(name, text), () -> unset(name)));
        }
    }

    /** Returns the current value of a variable as seen by C code; {@link System#getenv} is an earlier copy. */
    static Optional<String> get(String name) {
        var handle = NativeCalls.link(
                LIBC.findOrThrow("getenv"), FunctionDescriptor.of(cblas_h.C_POINTER, cblas_h.C_POINTER));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) handle.invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(value.getString(0));
        } catch (Throwable e) {
            throw NativeCalls.rethrow(e);
        }
    }

    private static void set(String name, String value) {
        var handle = NativeCalls.link(
                LIBC.findOrThrow("setenv"),
                FunctionDescriptor.of(cblas_h.C_INT, cblas_h.C_POINTER, cblas_h.C_POINTER, cblas_h.C_INT));
        try (Arena arena = Arena.ofConfined()) {
            int overwrite = 1;
            check((int) handle.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite), name);
        } catch (Throwable e) {
            throw NativeCalls.rethrow(e);
        }
    }

    private static void unset(String name) {
        var handle =
                NativeCalls.link(LIBC.findOrThrow("unsetenv"), FunctionDescriptor.of(cblas_h.C_INT, cblas_h.C_POINTER));
        try (Arena arena = Arena.ofConfined()) {
            check((int) handle.invokeExact(arena.allocateFrom(name)), name);
        } catch (Throwable e) {
            throw NativeCalls.rethrow(e);
        }
    }

    private static void check(int result, String name) {
        if (result != 0) {
            throw new IllegalStateException("The environment variable " + name + " cannot be set in this process");
        }
    }
}
