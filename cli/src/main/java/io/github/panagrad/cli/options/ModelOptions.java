package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.table.MissingTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that apply a saved model to data. */
@OptionGroup("Data")
public final class ModelOptions {
    @OptionGroup("Model")
    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The saved network. Required.")
    private @Nullable Path model;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Which part of a folder of IDX files: test or train. Default: test.")
    private @Nullable String split;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of generated data, any whole number. Default: the one the model was trained with, so the samples include"
                            + " those it has seen.")
    private @Nullable Long seed;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    /** Returns the model's file. */
    public Path model() {
        if (model == null) {
            throw new IllegalStateException("the parser lets no command through without --model");
        }
        return model;
    }

    /** Returns the options of backend and threads. */
    public MachineOptions machine() {
        return machine;
    }

    /** Returns the data source, after checking the values that go with it. */
    public DataSource source() {
        machine.check();
        DataSource source = data.source();
        data.reading();
        data.store();
        if (!(source instanceof DataSource.IdxFiles)) {
            DataOptions.refuse("--split", split, "a folder of IDX files");
        }
        if (!(source instanceof DataSource.Generated)) {
            DataOptions.refuse("--seed", seed, "generated data");
        }
        part();
        return source;
    }

    private DataLoader.Part part() {
        if (split == null) {
            return DataLoader.Part.TEST;
        }
        return Values.named(
                "--split",
                split,
                List.of(DataLoader.Part.values()),
                part -> part.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns how the data is to be read.
     *
     * @param trainingSeed the seed that the model was trained with
     * @param targets what happens to rows without a target; empty if no targets are needed
     * @param notice takes what was assumed about tables
     */
    public DataLoader.ModelRequest request(
            long trainingSeed, Optional<MissingTarget> targets, Consumer<String> notice) {
        return new DataLoader.ModelRequest(
                data.reading().withMissingTarget(targets.orElse(MissingTarget.FAIL)),
                data.store(),
                seed == null ? trainingSeed : seed,
                part(),
                targets.isPresent(),
                notice);
    }

    /** Requires that an output file is not one of the input files. */
    public void requireOther(String option, Path file, DataSource source) {
        OutputPaths.check(option, file);
        OutputPaths.requireDifferent(option, file, "--model", model());
        OutputPaths.requireOther(option, file, source);
    }
}
