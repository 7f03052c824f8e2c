package io.github.panagrad.table;

import java.nio.file.Path;

/** Where the values of a table are kept. */
public sealed interface Storage {
    /** Native memory, of which the table takes {@link io.github.panagrad.table.reader.StoredTable#bytes()}; freed when it is closed. */
    record Memory() implements Storage {}

    /**
     * A file that is written block by block and then mapped into memory, for tables that are larger than memory: the
     * system keeps as much of it in memory as fits. The file has no name where the system allows
     * that (Linux, macOS), so that nothing remains of it when the table is closed or the process ends,
     * even if it is killed.
     *
     * @param folder where the file is created; must exist and have room for
     *     {@link io.github.panagrad.table.reader.StoredTable#bytes()}
     */
    record File(Path folder) implements Storage {}

    /** Returns native memory. */
    static Storage memory() {
        return new Memory();
    }

    /** Returns a file in the folder that the system has for temporary files. */
    static Storage file() {
        return new File(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** Returns a file in a folder. */
    static Storage file(Path folder) {
        return new File(folder);
    }
}
