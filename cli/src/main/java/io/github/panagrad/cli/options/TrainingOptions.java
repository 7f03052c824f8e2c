package io.github.panagrad.cli.options;

import io.github.panagrad.tensor.DType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide what a training computes: those of {@code train} that {@code plan} has too. */
@OptionGroup("Data")
public final class TrainingOptions {
    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description =
                    "Share of the samples that is held back and evaluated after each epoch, at least 0 and below 1."
                            + " Default: 0.1.")
    private double validation = 0.1;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private WeightOptions weights = new WeightOptions();

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @OptionGroup("Network")
    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of the parameters: float32 or float64. Default: float32.")
    private String dtype = "float32";

    @Mixin
    private MachineOptions machine = new MachineOptions();

    /** Returns the options that name data. */
    public DataOptions data() {
        return data;
    }

    /** Returns the options that say what the target is. */
    public TargetOptions target() {
        return target;
    }

    /** Returns the share of the samples that is held back, in [0, 1). */
    public double validation() {
        return Values.share("--validation", validation);
    }

    /** Returns the options that shape the network. */
    public NetworkOptions network() {
        return network;
    }

    /** Returns the options that weigh samples. */
    public WeightOptions weights() {
        return weights;
    }

    /** Returns the options of the training itself. */
    public LearningOptions learning() {
        return learning;
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return Names.dtype(dtype);
    }

    /** Returns the options of backend and threads. */
    public MachineOptions machine() {
        return machine;
    }
}
