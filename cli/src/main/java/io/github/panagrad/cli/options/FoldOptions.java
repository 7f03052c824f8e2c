package io.github.panagrad.cli.options;

import io.github.panagrad.nn.data.KFold;
import picocli.CommandLine.Option;

/** The options that say how samples are divided into folds. */
@OptionGroup("Data")
public final class FoldOptions {
    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Number of folds, each of which is held back once; at least 2. Default: 5.")
    private int folds = 5;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "How often the samples are divided anew, at least 1. Default: 1.")
    private int repeats = 1;

    /** Checks the numbers, and returns how to divide. */
    public KFold kfold(long seed) {
        return new KFold(Values.atLeast("--folds", 2, folds), Values.atLeast("--repeats", 1, repeats), seed);
    }
}
