package io.github.panagrad.cli.model;

import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.ModelData;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.ThreadChoice;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A saved model and the data it is applied to. It owns the model and must be closed.
 *
 * @param ensemble the network, or several that predict together
 * @param pipeline how the columns of a table become inputs
 * @param data the data, which fits it
 * @param threads how many threads to use
 */
public record LoadedModel(Ensemble ensemble, Optional<Pipeline> pipeline, ModelData data, int threads)
        implements AutoCloseable {
    /** An evaluation of a data set is about as fast as a step with a batch of this size, which decides how many threads pay off. */
    private static final int EVALUATION_ROWS = 1024;

    private static final long DEFAULT_SEED = 42;

    /**
     * Reads model and data.
     *
     * @param source the data, as the options say
     * @param targets what happens to rows without a target; empty if no targets are needed
     * @param console is told what was assumed about the data
     */
    public static LoadedModel load(
            ModelOptions options, DataSource source, Optional<MissingTarget> targets, Console console) {
        Map<String, String> facts;
        Optional<Pipeline> pipeline;
        Ensemble ensemble;
        // One open file, so that the weights and the pipeline belong together even if the file is replaced meanwhile.
        try (ModelFile file = ModelFile.open(options.model())) {
            // The header first: a wrong file is found before a library is loaded.
            facts = file.contents().facts();
            pipeline = Optional.ofNullable(facts.get(Pipeline.FACT)).map(json -> pipeline(options.model(), json));
            ensemble = file.read(options.machine().backend());
        }
        try {
            ModelData data = DataLoader.forModel(
                    source,
                    ensemble.spec(),
                    ensemble.dtype(),
                    pipeline,
                    options.request(
                            ModelFacts.seed(facts, DEFAULT_SEED),
                            targets,
                            message -> Messages.print(message, console.err())));
            NetworkSpec spec = ensemble.spec();
            Values.checked("--data " + Quoted.bare(source.name()), () -> {
                ensemble.checkInputs(data.samples());
                return spec;
            });
            int threads = options.machine().threads();
            return new LoadedModel(
                    ensemble,
                    pipeline,
                    data,
                    threads == TrainingConfig.AUTO_THREADS ? ThreadChoice.auto(spec, EVALUATION_ROWS) : threads);
        } catch (RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    private static Pipeline pipeline(Path model, String json) {
        try {
            return Pipeline.fromJson(json);
        } catch (PipelineException e) {
            throw new InvalidInputException("--model " + model + ": " + e.getMessage(), e);
        }
    }

    public Evaluator evaluator() {
        return new Evaluator(ensemble, threads);
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
