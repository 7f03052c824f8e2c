package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for writing checkpoints and resuming from one. */
@OptionGroup("Checkpoints")
public final class CheckpointOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "Save the state of the training here regularly, and when it is stopped, so that --resume"
                    + " continues bit for bit. Several trainings have sub-folders. Default: none.")
    private @Nullable Path folder;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N[s|m|epochs]",
            description = "How often: every N steps, seconds, minutes or epochs, at least 1. Default: 1epochs, but"
                    + " 20s for train --folds and --preset best.")
    private @Nullable String every;

    @Option(
            names = "--checkpoint-keep",
            paramLabel = "N",
            description = "How many checkpoints are kept, at least 1. Default: 3.")
    private @Nullable Integer keep;

    @Option(
            names = "--checkpoint-failure",
            paramLabel = "continue|stop",
            description = "What to do when a checkpoint cannot be written: warn and continue, or stop. Default:"
                    + " continue.")
    private @Nullable String failure;

    @Option(
            names = "--resume",
            description =
                    "Resume from the newest checkpoint in --checkpoint; start anew if there is none. Default: false.")
    private boolean resume;

    @Option(
            names = "--resume-elsewhere",
            description = "With --resume, accept another backend, library, processor or number of threads; the result"
                    + " then differs in its last bits. Default: false.")
    private boolean resumeElsewhere;

    /** Returns whether to resume from a checkpoint. */
    public boolean resumes() {
        return resume;
    }

    /** Returns whether other arithmetic is accepted. */
    public boolean resumesElsewhere() {
        return resumeElsewhere;
    }

    /**
     * Returns when and where checkpoints are written, after checking that they can be written.
     *
     * @param usual how often where no option says so
     */
    public Optional<Checkpoints> checkpoints(Interval usual) {
        Path directory = folder;
        if (directory == null) {
            refuse("--checkpoint-every", every);
            refuse("--checkpoint-keep", keep);
            refuse("--checkpoint-failure", failure);
            refuse("--resume", resume ? "" : null);
            refuse("--resume-elsewhere", resumeElsewhere ? "" : null);
            return Optional.empty();
        }
        if (resumeElsewhere && !resume) {
            throw new InvalidInputException("--resume-elsewhere only applies with --resume; leave it out");
        }
        Interval interval = Values.checked("--checkpoint-every", () -> every == null ? usual : Interval.parse(every));
        OnFailure onFailure = failure == null
                ? OnFailure.CONTINUE
                : Values.named(
                        "--checkpoint-failure",
                        failure,
                        List.of(OnFailure.values()),
                        value -> value.name().toLowerCase(Locale.ROOT));
        int kept = keep == null ? Checkpoints.DEFAULT_KEEP : Values.atLeast("--checkpoint-keep", 1, keep);
        OutputPaths.checkFolder("--checkpoint", directory);
        return Optional.of(new Checkpoints(directory, interval, kept, onFailure));
    }

    private static void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new InvalidInputException((option + " " + Quoted.bare(String.valueOf(value))).strip()
                    + " only applies with --checkpoint; leave it out");
        }
    }
}
