package io.github.panagrad.blas;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls C functions by address, for the few that are needed before a library is selected. Slow: each call links the
 * function again.
 */
final class NativeCalls {
    private NativeCalls() {}

    /** Calls {@code const char *f(void)}. */
    static String string(MemorySegment function) {
        MethodHandle handle = link(function, FunctionDescriptor.of(cblas_h.C_POINTER));
        try {
            return ((MemorySegment) handle.invokeExact()).getString(0);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Calls {@code int f(void)}. */
    static int integer(MemorySegment function) {
        MethodHandle handle = link(function, FunctionDescriptor.of(cblas_h.C_INT));
        try {
            return (int) handle.invokeExact();
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Calls {@code int f(const void *, void *)}. */
    static int integer(MemorySegment function, MemorySegment first, MemorySegment second) {
        FunctionDescriptor signature = FunctionDescriptor.of(cblas_h.C_INT, cblas_h.C_POINTER, cblas_h.C_POINTER);
        MethodHandle handle = link(function, signature);
        try {
            return (int) handle.invokeExact(first, second);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Calls {@code int f(int)}. */
    static int integer(MemorySegment function, int argument) {
        MethodHandle handle = link(function, FunctionDescriptor.of(cblas_h.C_INT, cblas_h.C_INT));
        try {
            return (int) handle.invokeExact(argument);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Calls {@code void f(int)}. */
    static void call(MemorySegment function, int argument) {
        MethodHandle handle = link(function, FunctionDescriptor.ofVoid(cblas_h.C_INT));
        try {
            handle.invokeExact(argument);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Calls {@code void f(char *, int)}. */
    static void call(MemorySegment function, MemorySegment text, int length) {
        MethodHandle handle = link(function, FunctionDescriptor.ofVoid(cblas_h.C_POINTER, cblas_h.C_INT));
        try {
            handle.invokeExact(text, length);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static MethodHandle link(MemorySegment function, FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(function, signature);
    }

    /** Converts a throwable from a method handle to an unchecked exception; C functions themselves throw nothing. */
    static RuntimeException rethrow(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        };
    }
}
