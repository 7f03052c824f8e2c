package io.github.panagrad.onnx.format;

/** An element type of tensors, with its number in {@code TensorProto.DataType}. */
public enum ElementType {
    FLOAT(1),
    INT64(7),
    STRING(8),
    BOOL(9),
    DOUBLE(11);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    /** Returns the number in the format. */
    public int code() {
        return code;
    }
}
