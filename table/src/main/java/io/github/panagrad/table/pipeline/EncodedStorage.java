package io.github.panagrad.table.pipeline;

import java.nio.file.Path;

/** Where encoded rows are kept. Either is freed by the garbage collector with the last data set that uses it. */
public sealed interface EncodedStorage {
    /** Off-heap memory. */
    record Memory() implements EncodedStorage {}

    /**
     * A file in a folder, memory-mapped, for rows that are more than memory. It is deleted as soon as it is mapped where the
     * system can (Linux, macOS), and otherwise when the JVM ends; its space on disk is freed with the data set.
     *
     * @param folder exists, and has room for the rows
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
