package io.github.panagrad.table.pipeline;

import java.nio.file.Path;

/** Where encoded rows are kept. Either is freed by the garbage collector with the last data set that uses it. */
public sealed interface EncodedStorage {
    /** Off-heap memory. */
    record Memory() implements EncodedStorage {}

    /**
     * A memory-mapped file in a folder, for rows that do not fit into memory. It has no name where the system allows that
     * (Linux, macOS) and is otherwise deleted when the JVM exits; its space on disk is freed with the data set.
     *
     * @param folder must exist and have room for the rows
     */
    record Mapped(Path folder) implements EncodedStorage {}

    /** Returns off-heap memory. */
    static EncodedStorage memory() {
        return new Memory();
    }

    /** Returns a file in a folder. */
    static EncodedStorage mapped(Path folder) {
        return new Mapped(folder);
    }
}
