package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that only a memory plan has. */
@OptionGroup("Output")
public final class PlanOptions {
    @OptionGroup("Data")
    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "Number of rows, at least 1: of data that does not exist yet, or in place of the rows of --data."
                            + " Default: those of --data, else none are counted.")
    private @Nullable Long rows;

    @Option(names = "--json", description = "Print one JSON object instead of text. Default: false.")
    private boolean json;

    /** Returns the rows to count, if they were given. */
    public OptionalLong rows() {
        Long given = rows;
        if (given == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Values.atLeast("--rows", 1, given));
    }

    /** Returns whether to print JSON. */
    public boolean json() {
        return json;
    }

    /** Returns the network if there is no data to take inputs and outputs from. */
    public static WholeNetwork network(NetworkOptions options) {
        String layers = options.layersOr("");
        if (layers.isEmpty()) {
            throw new InvalidInputException(
                    "--layers is missing: without --data, give a whole network, such as 784-128-10");
        }
        return WholeNetwork.of(layers);
    }
}
