package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.SyntheticData;
import java.nio.file.Path;

/** What {@code --data} names. Nothing has been read yet. */
public sealed interface DataSource {
    /** Returns what it is called in reports and in the facts of a model: without folders, which are nobody's business. */
    String name();

    /** Made-up points. */
    record Generated(String name, SyntheticData generator) implements DataSource {}

    /** A folder of IDX files. */
    record IdxFiles(Path folder) implements DataSource {
        @Override
        public String name() {
            return lastName(folder);
        }
    }

    /** A CSV file. */
    record Csv(Path file) implements DataSource {
        @Override
        public String name() {
            return lastName(file);
        }
    }

    private static String lastName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
