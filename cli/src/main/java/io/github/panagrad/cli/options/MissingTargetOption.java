package io.github.panagrad.cli.options;

import io.github.panagrad.table.MissingTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what happens to rows without a target. */
@OptionGroup("Data")
public final class MissingTargetOption {
    @Option(
            names = "--missing-target",
            paramLabel = "fail|drop",
            description =
                    "What happens to the rows of a table whose target is missing: fail refuses the table, drop leaves"
                            + " them out and says how many. Default: fail.")
    private @Nullable String missingTarget;

    /** Returns the option's name if it was given, for messages, or null. */
    public @Nullable String given() {
        return missingTarget == null ? null : "--missing-target";
    }

    /** Returns what happens to them. */
    public MissingTarget value() {
        return missingTarget == null
                ? MissingTarget.FAIL
                : Values.named(
                        "--missing-target", missingTarget, List.of(MissingTarget.values()), MissingTarget::label);
    }
}
