package io.github.panagrad.onnx.format;

import java.util.List;

/** An attribute of a node. Values; threads may share them. */
public sealed interface Attribute {
    /** Returns its name. */
    String name();

    /** A float. */
    record Real(String name, float value) implements Attribute {}

    /** A whole number. */
    record Whole(String name, long value) implements Attribute {}

    /** Whole numbers. */
    record Wholes(String name, List<Long> values) implements Attribute {
        /** Copies the list. */
        public Wholes {
            values = List.copyOf(values);
        }
    }

    /** Texts. */
    record Texts(String name, List<String> values) implements Attribute {
        /** Copies the list. */
        public Texts {
            values = List.copyOf(values);
        }
    }
}
