package io.github.panagrad.cli.training;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Saves what was trained. Hours of work are not lost because one disk is full: another folder is tried then. */
public final class ModelOutput {
    private ModelOutput() {}

    /**
     * Saves a model.
     *
     * @param out where it belongs
     * @param warnings receives a line if it had to be saved elsewhere
     * @return where it is
     * @throws IOException why it cannot be saved at {@code out}, if it cannot be saved anywhere
     */
    public static Path save(Path out, Ensemble model, Map<String, String> facts, Consumer<String> warnings)
            throws IOException {
        try {
            ModelFile.save(out, model, facts);
            return out;
        } catch (IOException e) {
            for (Path folder : refuges()) {
                try {
                    Path file =
                            Files.createTempDirectory(folder, "panagrad-model-").resolve(out.getFileName());
                    ModelFile.save(file, model, facts);
                    warnings.accept("WARN: " + IoReason.of(e) + "; the model was saved as " + file + " instead");
                    return file;
                } catch (IOException other) {
                    e.addSuppressed(other);
                }
            }
            throw e;
        }
    }

    /** Returns folders that a user can write to. */
    private static List<Path> refuges() {
        List<Path> folders = new ArrayList<>();
        for (String property : List.of("java.io.tmpdir", "user.home", "user.dir")) {
            Path folder = Path.of(System.getProperty(property, "."));
            if (Files.isDirectory(folder) && !folders.contains(folder)) {
                folders.add(folder);
            }
        }
        return folders;
    }

    /** Returns where a network is saved whose training was stopped: not over a model that may be better. */
    static Path stopped(Path out) {
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return out.resolveSibling(name.substring(0, end) + ".stopped" + name.substring(end));
    }
}
