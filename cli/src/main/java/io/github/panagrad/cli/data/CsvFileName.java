package io.github.panagrad.cli.data;

import java.nio.file.Path;

/** A file as messages name it, with a place in it. */
record CsvFileName(Path path) {
    /** Returns a line's name, such as {@code data.csv, line 3}. */
    String line(long line) {
        return path + ", line " + line;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
