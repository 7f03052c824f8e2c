package io.github.panagrad.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of campaigns. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder and all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Returns the unfinished files below a folder, which nobody should have left. */
    public static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> String.valueOf(path.getFileName()).startsWith(".panagrad-"))
                    .map(path -> String.valueOf(folder.relativize(path)))
                    .toList();
        }
    }
}
