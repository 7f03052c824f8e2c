package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file-system operations that the search needs, few enough for tests to fake. */
interface FileView {
    /** Returns whether a file exists; a dangling symbolic link does not. */
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
                    return Optional.empty(); // An absent file is a valid result here, not an error.
                }
            }
        };
    }
}
