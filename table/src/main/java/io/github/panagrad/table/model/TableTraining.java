package io.github.panagrad.table.model;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.JointEvaluation;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.ThreadChoice;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.ensemble.TemperatureScaling;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.pipeline.PartialFit;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.TrainedFacts;
import io.github.panagrad.table.training.TrainingNotes;
import io.github.panagrad.tensor.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@link TableModel#fit}, for rows that are elsewhere than in a table, such as on several machines: what a configuration
 * says, and the training of rows that are encoded. Immutable, apart from the configuration's listeners.
 */
public final class TableTraining {
    /** An evaluation is about as fast as a step with a batch of this size, which decides how many threads pay off. */
    private static final int EVALUATION_ROWS = 1024;

    private final TableModelConfig config;
    private final Recipe recipe;

    /**
     * Takes a configuration.
     *
     * @throws IllegalArgumentException if its settings do not go together; the message says which
     */
    public TableTraining(TableModelConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        recipe = new Recipe(config.preset(), config.settings());
        recipe.requireTogether(config.task());
    }

    /** Returns what the target is: that of the configuration, or what its loss or its positive class require. */
    public Task task() {
        return recipe.task(config.task());
    }

    /** Returns how columns become inputs. */
    public PipelineConfig pipelineConfig() {
        return recipe.pipelineConfig(config.task());
    }

    /** Returns the share of the rows that is held back. */
    public double validationFraction() {
        return config.validationFraction().orElseGet(recipe::validation);
    }

    /** Returns the network for training rows. */
    public NetworkSpec network(Pipeline pipeline, Dataset training) {
        return recipe.network(pipeline, training);
    }

    /**
     * Returns the network for training rows that were summarised: the same as for the rows themselves, if there are no more than
     * 262,144; of more, the embeddings of numbers are fitted to as many.
     *
     * @param rows the number of training rows
     * @param fit what the pipeline was made of
     */
    public NetworkSpec network(Pipeline pipeline, int rows, PartialFit fit) {
        return recipe.network(pipeline, rows).build(fit.numbers(pipeline, config.dtype()));
    }

    /**
     * Returns how to train.
     *
     * @param rows the number of training rows
     * @param isValidated whether rows are held back
     */
    public TrainingConfig trainingConfig(int rows, boolean isValidated) {
        return recipe.training(rows, isValidated, config.seed(), config.threads(), config.reproducible())
                .withBatchParts(config.batchParts());
    }

    /** Returns what was assumed about the columns, a sentence each. */
    public static List<String> notes(Pipeline pipeline) {
        List<String> notes = new ArrayList<>();
        pipeline.tooRare().forEach(column -> notes.add(TrainingNotes.rare(column, pipeline.config())));
        TrainingNotes.positive(pipeline.target(), pipeline.config()).ifPresent(notes::add);
        return notes;
    }

    /**
     * Trains a model.
     *
     * @param training encoded by the pipeline
     * @param validation rows held back, likewise, or null for none
     * @param facts adds others to those that the model keeps
     * @param notes what {@link TableModel#notes} returns
     * @param start when the time of the configuration began to count, by {@link System#nanoTime}
     * @return the caller's, who closes it
     * @throws InvalidInputException if the time is over before the first epoch has ended
     * @throws io.github.panagrad.nn.DivergedException if the loss is no longer finite
     * @throws CancellationException if the thread is interrupted; it still is then
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     */
    public TableModel train(
            Pipeline pipeline,
            NetworkSpec spec,
            Dataset training,
            @Nullable Dataset validation,
            Consumer<Map<String, String>> facts,
            List<String> notes,
            long start) {
        return train(pipeline, spec, training, validation, training.size(), null, facts, notes, start);
    }

    /**
     * Trains a model together with other workers, which all call this, and all have the same model then.
     *
     * @param training this worker's samples, as {@link Trainer#Trainer(Network, TrainingConfig, GradientExchange)} says
     * @param validation likewise
     * @param rows how many training samples all workers have
     * @param exchange with the other workers; null for none
     * @throws io.github.panagrad.nn.exchange.ExchangeException if another worker failed
     */
    public TableModel train(
            Pipeline pipeline,
            NetworkSpec spec,
            Dataset training,
            @Nullable Dataset validation,
            int rows,
            @Nullable GradientExchange exchange,
            Consumer<Map<String, String>> facts,
            List<String> notes,
            long start) {
        TrainingConfig how = trainingConfig(rows, validation != null);
        Initializer initializer = recipe.initializer();
        requireStart(initializer, exchange);
        Network network =
                Network.create(spec, config.dtype(), Backend.preferred(), initializer, config.seed(), training);
        try {
            if (recipe.biasInit() != 0) {
                network.fillBiases(recipe.biasInit());
            }
            Ensemble model = Ensemble.of(network);
            History history = train(network, how, training, validation, exchange, start);
            Map<String, String> all =
                    TrainedFacts.of(how, initializer, recipe.biasInit(), training, network.backend(), history);
            all.put(Pipeline.FACT, pipeline.toJson());
            all.put("training_samples", String.valueOf(rows));
            facts.accept(all);
            if (pipeline.target() instanceof FittedTarget.Classes classes) {
                classes.positive().ifPresent(name -> all.put("positive_class", name));
            }
            if (validation != null) {
                judge(model, pipeline, how, validation, exchange, all);
            }
            return new TableModel(model, pipeline, all, notes);
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    /** Requires that all workers begin with the same parameters. */
    private static void requireStart(Initializer initializer, @Nullable GradientExchange exchange) {
        if (exchange != null && initializer instanceof Initializer.DataDriven) {
            throw new InvalidInputException("the initial weights " + initializer.name()
                    + " follow the training rows, of which each worker has others; choose another, or one worker");
        }
    }

    /** Softens probabilities where the preset says so, and adds the quality on the samples held back to the facts. */
    private void judge(
            Ensemble model,
            Pipeline pipeline,
            TrainingConfig how,
            Dataset validation,
            @Nullable GradientExchange exchange,
            Map<String, String> facts) {
        NetworkSpec spec = model.spec();
        boolean isSoftened = recipe.isSoftened() && TemperatureScaling.appliesTo(spec);
        int threads = threads(spec, config.threads());
        Quality quality;
        if (exchange == null) {
            if (isSoftened) {
                TrainedFacts.putTemperature(facts, TemperatureScaling.soften(model, validation, threads));
            }
            quality = Quality.of(model, validation, Optional.of(pipeline), threads);
        } else {
            try (JointEvaluation all = new JointEvaluation(model, validation, how, exchange, threads)) {
                if (isSoftened) {
                    TrainedFacts.putTemperature(facts, TemperatureScaling.soften(model, all));
                }
                quality = Quality.of(all.predict(), all.samples(), spec.loss(), model.dtype(), Optional.of(pipeline));
            }
        }
        TrainedFacts.putQuality(facts, "validation_", quality.loss(), quality.metrics());
    }

    private History train(
            Network network,
            TrainingConfig how,
            Dataset training,
            @Nullable Dataset validation,
            @Nullable GradientExchange exchange,
            long start) {
        FitOptions options = FitOptions.none().withValidation(validation);
        Optional<EarlyStopping> rule = recipe.earlyStopping()
                .filter(early -> validation != null || !early.monitor().needsValidation());
        if (rule.isPresent()) {
            options = options.withEarlyStopping(rule.get());
        }
        Checkpoints checkpoints = config.checkpoints();
        if (checkpoints != null) {
            options = options.withCheckpoints(checkpoints);
        }
        Path resumed = config.resumed();
        if (resumed != null) {
            options = options.resumedFrom(resumed);
        }
        Duration limit = config.timeLimit();
        if (limit != null) {
            long left = limit.toNanos() - (System.nanoTime() - start);
            options = options.withTimeLimit(Duration.ofNanos(Math.max(1, left)));
        }
        for (TrainingListener listener : config.listeners()) {
            options = options.withListener(listener);
        }
        try (Trainer trainer = new Trainer(network, how, exchange)) {
            History history = trainer.fit(training, options);
            if (history.ending() == Ending.STOP_REQUESTED) {
                throw new CancellationException("the training was interrupted after "
                        + history.epochs().size() + " epochs; train again for a model");
            }
            if (history.ending() == Ending.TIME_LIMIT && history.epochs().isEmpty()) {
                throw new InvalidInputException(
                        "the time limit of " + limit + " was over before the first epoch had ended; allow more");
            }
            return history;
        }
    }

    /** Returns how many threads evaluate a network. */
    static int threads(NetworkSpec spec, int wanted) {
        return wanted == TrainingConfig.AUTO_THREADS ? ThreadChoice.auto(spec, EVALUATION_ROWS) : wanted;
    }
}
