package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.TableRequest;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that determine the result of training: those that {@code train} shares with {@code plan}. */
@OptionGroup("Data")
public final class TrainingOptions {
    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ColumnOptions columns = new ColumnOptions();

    @Mixin
    private MissingTargetOption missingTarget = new MissingTargetOption();

    @Mixin
    private PreprocessingOptions preprocessing = new PreprocessingOptions();

    @Mixin
    private ValidationOptions validation = new ValidationOptions();

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private WeightOptions weights = new WeightOptions();

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @OptionGroup("Network")
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Options for tables where none are given: standard, which the defaults for tables belong to; quick, a small"
                            + " network; best, which cross-validates several recipes, as many as there is time for; or none"
                            + " (docs/quality.md). Default: standard for tables, but none with lbfgs or --layers none.")
    private String preset = "none";

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

    /** Returns the options that say what is held back. */
    public ValidationOptions validation() {
        return validation;
    }

    /**
     * Returns how the data becomes samples, after checking the options that determine it.
     *
     * @param seed determines which rows are held back
     */
    public TableRequest table(DataSource source, Optional<Loss> loss, long seed) {
        validation.check();
        if (!(source instanceof DataSource.TableFiles)) {
            DataOptions.refuseGiven(columns.firstGiven());
            DataOptions.refuseGiven(missingTarget.given());
            DataOptions.refuseGiven(preprocessing.firstGiven());
            DataOptions.refuseGiven(validation.firstForTables());
        }
        Task task = target.task(source, loss);
        PipelineConfig config = preprocessing.config(task).withPositive(target.positive());
        if (loss.filter(given -> given instanceof PointLoss.Poisson).isPresent()) {
            // Counts must not be below 0.
            config = config.withStandardizedTarget(false);
        }
        return new TableRequest(
                columns.apply(data.reading(), validation.column()).withMissingTarget(missingTarget.value()),
                config,
                loss.filter(given -> !given.isClassification() || !target.isGiven()),
                dtype(),
                data.store(),
                validation.share(),
                files("--validation-data", validation.data()),
                files("--test-data", validation.testData()),
                columns.writeSchema().orElse(null),
                seed);
    }

    private static List<Path> files(String option, Optional<String> text) {
        return text.map(name -> DataOptions.files(option, name)).orElse(List.of());
    }

    /** Returns the options that shape the network. */
    public NetworkOptions network() {
        return network;
    }

    /** Returns the options that weight samples. */
    public WeightOptions weights() {
        return weights;
    }

    /** Returns the options for training itself. */
    public LearningOptions learning() {
        return learning;
    }

    /** Returns the preset, whose options are among the arguments already. */
    public Preset preset() {
        return Preset.named(preset);
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
