package io.github.panagrad.tensor;

import io.github.panagrad.error.Quoted;
import java.lang.foreign.ValueLayout;

/**
 * The element type of a tensor.
 *
 * <p>Scalars such as learning rates are {@code double} everywhere and are narrowed where a kernel uses them.
 */
public enum DType {
    /** IEEE 754 binary32, {@code float}. */
    F32(Float.BYTES, "float32"),
    /** IEEE 754 binary64, {@code double}. */
    F64(Double.BYTES, "float64");

    /** Little-endian {@code float} without alignment constraints, the layout of an {@link #F32} element. */
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Little-endian {@code double} without alignment constraints, the layout of an {@link #F64} element. */
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private final int bytes;
    private final String label;

    DType(int bytes, String label) {
        this.bytes = bytes;
        this.label = label;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns the name used on the command line and in reports: {@code float32} or {@code float64}. */
    public String label() {
        return label;
    }

    /**
     * Returns the type with the given {@link #label()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing names
     */
    public static DType ofLabel(String label) {
        for (DType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "unknown element type " + Quoted.of(label) + ": expected float32 or float64");
    }
}
