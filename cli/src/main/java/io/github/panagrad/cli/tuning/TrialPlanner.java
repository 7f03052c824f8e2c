package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.config.TrialArguments;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.options.RecipeOptions;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Backend;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParameterException;

/**
 * Turns the parameters of trials into options of {@code train}, and checks them. Threads may share it.
 *
 * @param arguments of the search
 * @param space whose parameters they are
 * @param data what is trained on
 * @param folds how many parts the samples are divided into
 * @param backend computes
 * @param atOnce how many networks are trained at the same time
 * @param limit the available memory
 */
record TrialPlanner(
        TrialArguments arguments,
        TuningSpace space,
        LoadedData data,
        OptionalInt folds,
        Backend backend,
        int atOnce,
        MemoryLimit limit) {
    /**
     * Plans a trial.
     *
     * @throws InvalidInputException if its options are wrong, do not go together, or need too much memory
     */
    PlannedTrial plan(Map<String, String> parameters) {
        RecipeOptions options;
        try {
            options = RecipeOptions.parse(arguments.train(space.options(parameters)));
        } catch (ParameterException e) {
            throw new InvalidInputException(Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
        int samples = data.training().size();
        int rows = folds.isEmpty() ? samples : (int) ((long) samples * (folds.getAsInt() - 1) / folds.getAsInt());
        TrainingRequest request = TrainingRequest.of(options.training()).forData(options.training(), data, rows);
        NetworkSpec spec = request.spec(data);
        request.requireTrainable(spec, rows);
        options.stopping().check(true);
        MemoryRequest memory = memory(request, spec);
        new MemoryAdvice(memory, limit).require(memory.memory());
        EffectiveConfig config = EffectiveConfig.of(options.command(), request.defaults(options.training()))
                .with("threads", "1")
                // Trials are compared as they were trained, whatever the preset does to probabilities afterwards.
                .with("temperature", "none");
        return new PlannedTrial(
                request,
                spec,
                options.stopping().rule(Optional.of(spec.loss()), request.dtype()),
                folds.isEmpty() ? config : config.with("folds", String.valueOf(folds.getAsInt())));
    }

    /** Returns the memory if all trials that are trained at the same time were like this one. */
    MemoryRequest memory(TrainingRequest request, NetworkSpec spec) {
        DataSize size = TrainingRequest.size(data);
        return request.memoryOfFolds(spec, backend, atOnce, atOnce, size);
    }
}
