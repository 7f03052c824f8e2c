package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.Progress;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that the bits of a training run depend on, key by key, as stored in its checkpoints. Immutable. */
final class TrainingTerms {
    /** The number of epochs, which may differ when training is resumed: no step depends on it. */
    static final String EPOCHS = "epochs";

    private static final String NONE = "none";

    private final Map<String, String> network;
    private final Map<String, String> training;
    private final Map<String, String> data;
    private final Map<String, String> arithmetic;
    private final FitOptions options;

    /**
     * Collects everything; the data is read once.
     *
     * @param threads the number of threads that train
     */
    TrainingTerms(
            Network network,
            TrainingConfig config,
            int threads,
            SharedSamples samples,
            @Nullable SharedValidation validation,
            FitOptions options) {
        this.network = network(network);
        this.training = training(network, config, options);
        this.data = data(samples, validation);
        this.arithmetic = arithmetic(network.backend(), config, threads);
        this.options = options;
    }

    private static Map<String, String> network(Network network) {
        NetworkSpec spec = network.spec();
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("dtype", network.dtype().label());
        terms.put("inputs", String.valueOf(spec.inputs()));
        terms.put("input_dropout", String.valueOf(spec.inputDropout()));
        for (int e = 0; e < spec.embeddings().size(); e++) {
            terms.put("embedding." + e, LayerKinds.describe(spec.embeddings().get(e)));
        }
        for (int l = 0; l < spec.hidden().size(); l++) {
            terms.put("hidden." + l, LayerKinds.describe(spec.hidden().get(l)));
        }
        terms.put("outputs", String.valueOf(spec.outputs()));
        terms.put("loss", Loss.choices().format(spec.loss()));
        return terms;
    }

    private static Map<String, String> training(Network network, TrainingConfig config, FitOptions options) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("optimizer", Optimizer.choices().format(config.optimization().optimizer()));
        terms.put("schedule", Schedule.format(config.optimization().schedule()));
        terms.put("schedule_by", config.optimization().scheduleBy().label());
        ParameterFactors factors = config.optimization().factors();
        if (!factors.isNone()) {
            terms.put("rate_factors", ParameterFactors.format(factors.rates()));
            terms.put("decay_factors", ParameterFactors.format(factors.decays()));
            terms.put("ntk", String.valueOf(factors.isNtk()));
        }
        List<String> frozen = network.parameters().stream()
                .filter(config.optimization().frozen())
                .map(Parameter::name)
                .toList();
        if (!frozen.isEmpty()) {
            terms.put("frozen", String.join(" ", frozen));
        }
        terms.put(
                "regularizers",
                joined(config.regularization().regularizers().stream()
                        .map(Regularizer.choices()::format)
                        .toList()));
        Regularization regularization = config.regularization();
        if (!regularization.isConstant()) {
            terms.put("dropout_schedule", Schedule.format(regularization.dropout()));
            terms.put("decay_schedule", Schedule.format(regularization.decay()));
            terms.put("smoothing_schedule", Schedule.format(regularization.smoothing()));
        }
        terms.put(
                "clipping",
                GradientClipping.choices().format(config.optimization().clipping()));
        terms.put("batch_size", String.valueOf(config.optimization().batchSize()));
        terms.put(EPOCHS, String.valueOf(config.optimization().epochs()));
        terms.put("seed", String.valueOf(config.execution().seed()));
        terms.put("shuffle", Shuffle.choices().format(config.execution().shuffle()));
        terms.put("reproducible", String.valueOf(config.execution().reproducible()));
        if (config.execution().batchParts() > 1) {
            terms.put("batch_parts", String.valueOf(config.execution().batchParts()));
        }
        if (config.execution().memberBatches() != MemberBatches.SHARED) {
            terms.put("member_batches", config.execution().memberBatches().label());
        }
        terms.put(
                "early_stopping",
                options.earlyStopping().map(EarlyStopping::describe).orElse(NONE));
        terms.put("metrics", joined(options.metrics().stream().map(Metric::name).toList()));
        return terms;
    }

    private static String joined(List<String> values) {
        return values.isEmpty() ? NONE : values.stream().collect(Collectors.joining(" "));
    }

    private static Map<String, String> data(SharedSamples samples, @Nullable SharedValidation validation) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("training_samples", String.valueOf(samples.size()));
        terms.put("training_sha256", samples.fingerprint());
        if (validation == null) {
            terms.put("validation_samples", NONE);
        } else {
            terms.put("validation_samples", String.valueOf(validation.size()));
            terms.put("validation_sha256", validation.fingerprint());
        }
        return terms;
    }

    private static Map<String, String> arithmetic(Backend backend, TrainingConfig config, int threads) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("backend", backend.label());
        // If the plan depends on network and batch alone, every number of threads gives the same bits.
        terms.put("threads", config.execution().reproducible() ? "any" : String.valueOf(threads));
        terms.putAll(Kernels.traits(backend));
        return terms;
    }

    /** Returns the description for a checkpoint. */
    CheckpointDescription describe(Progress progress) {
        return new CheckpointDescription(
                network, training, data, arithmetic, options.settings(), options.notes(), progress);
    }

    /** Returns how a checkpoint differs, one line per difference; notes are not compared, nor is the number of epochs. */
    List<String> differences(CheckpointDescription other) {
        return Differences.of("network", other.network(), network)
                .and("training", without(other.training()), without(training))
                .and("data", other.data(), data)
                .and("setting", other.settings(), options.settings())
                .lines();
    }

    /** Returns how the arithmetic of a checkpoint differs, one line per difference. */
    List<String> arithmeticDifferences(CheckpointDescription other) {
        return Differences.of("arithmetic", other.arithmetic(), arithmetic).lines();
    }

    private static Map<String, String> without(Map<String, String> terms) {
        Map<String, String> rest = new LinkedHashMap<>(terms);
        rest.remove(EPOCHS);
        return rest;
    }
}
