package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of checkpoints: {@code checkpoint-000000001234.safetensors} is the checkpoint after step 1234. */
final class CheckpointNames {
    /** At most as many digits as a long can have; shorter numbers are padded, so that names sort by step. */
    private static final Pattern NAME = Pattern.compile("checkpoint-\\d{12,18}\\.safetensors");

    private CheckpointNames() {}

    static Path file(Path directory, long step) {
        return directory.resolve(String.format(Locale.ROOT, "checkpoint-%012d.safetensors", step));
    }

    /** Returns the checkpoints in a folder, in the order of their steps; empty if the folder does not exist. */
    static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> NAME.matcher(name(file)).matches())
                    .sorted((a, b) -> Long.compare(step(a), step(b)))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new CheckpointException(
                    directory, "cannot be read: " + IoReason.of(e) + "; specify the folder with the checkpoints", e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static long step(Path file) {
        String name = name(file);
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }
}
