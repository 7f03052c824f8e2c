package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for reports about a training. */
@OptionGroup("Output")
public final class EvidenceOptions {
    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Write a page about the training here, report.html, and its charts as PNG and SVG. Default:"
                    + " none.")
    private @Nullable Path report;

    @Option(
            names = "--tensorboard",
            paramLabel = "FOLDER",
            description = "Write the metrics of each epoch here as TensorBoard event files. Default: none.")
    private @Nullable Path tensorboard;

    /** Returns where the page goes. */
    public Optional<Path> report() {
        return Optional.ofNullable(report);
    }

    /** Returns where event files go. */
    public Optional<Path> tensorboard() {
        return Optional.ofNullable(tensorboard);
    }

    /** Requires folders that can be written to or created. */
    public void check() {
        check("--report", report);
        check("--tensorboard", tensorboard);
    }

    private static void check(String option, @Nullable Path folder) {
        if (folder == null) {
            return;
        }
        OutputPaths.requirePossible(option, folder);
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new InvalidInputException(
                    option + " " + folder + ": " + existing + " is not a folder; choose another path");
        }
        if (!Files.isWritable(existing)) {
            throw new InvalidInputException(
                    option + " " + folder + ": permission denied to write to " + existing + "; choose another path");
        }
    }
}
