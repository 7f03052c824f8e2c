package io.github.panagrad.nn;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.Arrays;
import java.util.stream.Stream;

/** A backend and an element type: every numerical test runs on all of them, and a new one cannot be left out. */
public record Arithmetic(Backend backend, DType dtype) {
    public static Stream<Arithmetic> all() {
        return Arrays.stream(Backend.values())
                .flatMap(backend -> Arrays.stream(DType.values()).map(dtype -> new Arithmetic(backend, dtype)));
    }

    /** Returns the relative error that a short computation may have. */
    public double tolerance() {
        return dtype == DType.F64 ? 1e-12 : 1e-5;
    }

    @Override
    public String toString() {
        return backend.label() + " " + dtype.label();
    }
}
