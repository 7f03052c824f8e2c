package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the search needs of a file system, small enough for a test to make one up. */
interface FileView {
    /** Returns whether there is such a file; a link that leads nowhere is none. */
    boolean exists(String path);

    /** Returns the text of a small file, or nothing if it cannot be read. */
    Optional<String> read(String path);

    /** Returns the file system of this machine. */
    static FileView ofThisMachine() {
        return new FileView() {
            @Override
            public boolean exists(String path) {
                return Files.isRegularFile(Path.of(path));
            }

            @Override
            public Optional<String> read(String path) {
                try {
                    return Optional.of(Files.readString(Path.of(path)));
                } catch (IOException e) {
                    return Optional.empty(); // An absent file is an answer here, not an error.
                }
            }
        };
    }
}
