package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A feature added to a plain network of 5-7-5-3 whose gradients are checked. A value.
 *
 * @param name for the table
 * @param embeddings the layers that replace input columns
 * @param inputDropout the probability that an input is dropped
 * @param layers the hidden layers, whose activation is still to be set
 * @param penalties the penalties in the loss
 * @param isWeighted whether samples have weights
 */
public record GradientVariant(
        String name,
        List<Layer> embeddings,
        double inputDropout,
        List<Layer> layers,
        List<Regularizer> penalties,
        boolean isWeighted) {
    private static final int INPUTS = 5;
    private static final int FIRST = 7;
    private static final int SECOND = 5;
    private static final int OUTPUTS = 3;

    /** Large enough for the penalty to be a substantial part of the gradient. */
    private static final double LAMBDA = 0.7;

    /** Copies the lists. */
    public GradientVariant {
        embeddings = List.copyOf(embeddings);
        layers = List.copyOf(layers);
        penalties = List.copyOf(penalties);
    }

    private GradientVariant(String name, Layer... layers) {
        this(name, List.of(), 0, List.of(layers), List.of(), false);
    }

    /** Returns all variants, including every penalty that is part of the loss and every normalisation. */
    public static List<GradientVariant> all() {
        List<GradientVariant> all = new ArrayList<>();
        GradientVariant plain = new GradientVariant("plain", dense(FIRST, 0), dense(SECOND, 0));
        all.add(plain);
        for (String name : Regularizer.choices().names()) {
            Regularizer regularizer = Regularizer.choices().parse(name, Map.of("lambda", LAMBDA));
            if (regularizer.isPartOfLoss()) {
                all.add(new GradientVariant(name, List.of(), 0, plain.layers, List.of(regularizer), false));
            }
        }
        all.add(new GradientVariant(
                "dropout", List.of(), 0.2, List.of(dense(FIRST, 0.3), dense(SECOND, 0.3)), List.of(), false));
        for (Normalization normalization : Normalization.choices().all()) {
            if (!(normalization instanceof Normalization.None)) {
                // Not in the second layer: it would cancel the shift of the first, whose gradient would then be 0.
                all.add(new GradientVariant(
                        normalization.name(), dense(FIRST, 0).withNormalization(normalization), dense(SECOND, 0)));
            }
        }
        all.add(new GradientVariant("weights", List.of(), 0, plain.layers, List.of(), true));
        all.add(new GradientVariant("skip", dense(FIRST, 0), dense(FIRST, 0).withSkip(1)));
        all.add(new GradientVariant(
                "adapters",
                new MemberScale(3),
                dense(FIRST, 0).withAdapters(Dense.Adapters.OUTPUT),
                dense(SECOND, 0).withAdapters(Dense.Adapters.BOTH)));
        otherKinds(all, plain);
        return all;
    }

    /** The examples of each kind of layer that the variants so far do not contain, in one network. */
    private static void otherKinds(List<GradientVariant> all, GradientVariant plain) {
        Map<Class<?>, List<Layer>> kinds = new LinkedHashMap<>();
        for (Layer example : Layer.examples()) {
            kinds.computeIfAbsent(example.getClass(), _ -> new ArrayList<>()).add(example);
        }
        kinds.remove(Dense.class);
        kinds.forEach((kind, examples) -> {
            String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
            if (examples.getFirst().inputColumn().isPresent()) {
                all.add(new GradientVariant(name, examples, 0, plain.layers, List.of(), false));
            } else {
                List<Layer> hidden = new ArrayList<>(plain.layers);
                hidden.addAll(1, examples);
                all.add(new GradientVariant(name, List.of(), 0, hidden, List.of(), false));
            }
        });
    }

    private static Dense dense(int units, double dropout) {
        return new Dense(units, Activation.identity(), dropout);
    }

    /** Returns the network. */
    public NetworkSpec spec(Activation activation, Loss loss) {
        List<Layer> hidden =
                layers.stream().map(layer -> layer.withActivation(activation)).toList();
        return NetworkSpec.inputs(INPUTS)
                .embeddings(embeddings)
                .inputDropout(inputDropout)
                .layers(hidden)
                .output(OUTPUTS, loss);
    }

    /** Returns random samples for the network, weighted if required; the first weight is 0. */
    public Dataset samples(NetworkSpec spec, int rows, long seed) {
        Dataset samples = GradientBatch.random(spec, rows, seed).dataset();
        RandomKey key = RandomKey.of(seed).fold(4);
        return isWeighted
                ? samples.withSampleWeights(IntStream.range(0, rows)
                        .mapToDouble(r -> r == 0 ? 0 : 0.5 + 2 * key.uniform(r))
                        .toArray())
                : samples;
    }
}
