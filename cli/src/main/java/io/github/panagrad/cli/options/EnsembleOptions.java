package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Ensemble;
import picocli.CommandLine.Option;

/** The option for the number of networks to train. */
@OptionGroup("Training")
public final class EnsembleOptions {
    @Option(
            names = "--ensemble",
            paramLabel = "N",
            description =
                    "Number of networks to train, with consecutive seeds; they predict together and are saved in one"
                            + " model file. From 1 to 1000. Default: 1.")
    private int ensemble = 1;

    /** Returns the number of networks. */
    public int members() {
        if (ensemble < 1 || ensemble > Ensemble.MAX_MEMBERS) {
            throw new InvalidInputException(
                    "--ensemble must be from 1 to " + Ensemble.MAX_MEMBERS + ", found " + ensemble);
        }
        return ensemble;
    }
}
