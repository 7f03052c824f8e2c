package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.InputScale;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a network for samples whose columns are known, such as those of a {@link Pipeline}: the embeddings of its categories are
 * included, and the outputs and the loss follow from the target. For use by one thread.
 */
public final class NetworkBuilder {
    private final int inputs;
    private final List<Integer> numbers;
    private final List<Embedding> categories;
    private final List<Pipeline.Group> columns;
    private final @Nullable FittedTarget target;
    private final List<Layer> hidden = new ArrayList<>();
    private int members = 1;
    private boolean adaptsAllLayers;
    private NumberEmbedding numberEmbedding = NumberEmbedding.none();
    private boolean scalesInputs;
    private double inputDropout;
    private @Nullable Loss loss;

    private NetworkBuilder(
            int inputs,
            List<Integer> numbers,
            List<Embedding> categories,
            List<Pipeline.Group> columns,
            @Nullable FittedTarget target) {
        this.inputs = inputs;
        this.numbers = numbers;
        this.categories = categories;
        this.columns = columns;
        this.target = target;
    }

    static NetworkBuilder of(Pipeline pipeline) {
        return new NetworkBuilder(
                pipeline.width(), pipeline.numbers(), pipeline.embeddings(), pipeline.groups(), pipeline.target());
    }

    /** Begins a network for samples without a pipeline, whose inputs are numbers. */
    public static NetworkBuilder ofNumbers(int inputs) {
        return new NetworkBuilder(
                inputs,
                IntStream.range(0, inputs).boxed().toList(),
                List.of(),
                IntStream.range(0, inputs)
                        .mapToObj(c -> new Pipeline.Group("", c, 1))
                        .toList(),
                null);
    }

    /**
     * The outputs of a network and its loss.
     *
     * @param count the number of outputs
     */
    public record Output(int count, Loss loss) {
        /**
         * Returns what targets ask for.
         *
         * @param loss the loss, or null for the default: binary cross-entropy for two classes, softmax cross-entropy for more, mean
         *     squared error for values
         * @throws InvalidInputException if the targets have only one class
         * @throws IllegalArgumentException if the loss does not fit the targets
         */
        public static Output of(Targets targets, @Nullable Loss loss) {
            return switch (targets) {
                case Targets.Values values -> ofValues(values.table().columns(), loss);
                case Targets.Labels labels -> ofClasses(labels.classes(), loss);
            };
        }

        /**
         * Returns what a fitted target asks for.
         *
         * @param loss the loss, or null for the default
         * @throws IllegalArgumentException if the loss does not fit the target
         */
        public static Output of(FittedTarget target, @Nullable Loss loss) {
            return switch (target) {
                case FittedTarget.Values _ -> ofValues(1, loss);
                case FittedTarget.Classes classes -> ofClasses(classes.classes().size(), loss);
            };
        }

        private static Output ofValues(int columns, @Nullable Loss loss) {
            if (loss != null && loss.isClassification()) {
                throw new IllegalArgumentException("the loss " + loss.name()
                        + " is for classes, but the targets are values: use a loss for real numbers, such as"
                        + " mean_squared_error, or make the task classification");
            }
            return new Output(columns, loss == null ? Loss.meanSquaredError() : loss);
        }

        private static Output ofClasses(int classes, @Nullable Loss given) {
            if (classes < 2) {
                throw new InvalidInputException("all samples are of class 0: expected at least 2 classes");
            }
            Loss loss = given == null ? classes == 2 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy() : given;
            boolean oneOutput = classes == 2 && !(loss instanceof Loss.SoftmaxCrossEntropy);
            return new Output(oneOutput ? 1 : classes, loss);
        }
    }

    /** Shares the hidden layers among several members, whose mean is the prediction ({@link MemberScale}); 1 for a plain network. */
    public NetworkBuilder members(int count) {
        if (count < 1 || count > MemberScale.MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "members must be from 1 to " + MemberScale.MAX_MEMBERS + ", found " + count);
        }
        members = count;
        return this;
    }

    /**
     * Gives members factors and biases of their own in every hidden dense layer ({@link Dense.Adapters}): TabM, rather than TabM-mini,
     * whose members have factors of the features only. Without members it changes nothing.
     */
    public NetworkBuilder adaptersInAllLayers() {
        adaptsAllLayers = true;
        return this;
    }

    /** Says what numbers become before the first layer; none by default. */
    public NetworkBuilder numberEmbedding(NumberEmbedding value) {
        numberEmbedding = Objects.requireNonNull(value, "numberEmbedding");
        return this;
    }

    /** Multiplies each input of the first layer by a learned factor ({@link InputScale}). */
    public NetworkBuilder inputScale() {
        scalesInputs = true;
        return this;
    }

    /** Drops inputs in training. */
    public NetworkBuilder inputDropout(double probability) {
        inputDropout = probability;
        return this;
    }

    /** Adds a hidden layer without dropout. */
    public NetworkBuilder dense(int units, Activation activation) {
        return dense(units, activation, 0);
    }

    /** Adds a hidden layer. */
    public NetworkBuilder dense(int units, Activation activation, double dropout) {
        hidden.add(new Dense(units, activation, dropout));
        return this;
    }

    /** Adds hidden layers. */
    public NetworkBuilder layers(List<? extends Layer> layers) {
        hidden.addAll(layers);
        return this;
    }

    /** Says what is minimised, in place of the default for the target. */
    public NetworkBuilder loss(Loss value) {
        loss = Objects.requireNonNull(value, "loss");
        return this;
    }

    /**
     * Returns the network for the target of the pipeline.
     *
     * @throws IllegalArgumentException if the loss does not fit the target, or the layers do not fit each other
     * @throws IllegalStateException if there is no pipeline, or numbers are embedded, which takes samples to be fitted to
     */
    public NetworkSpec build() {
        if (target == null || !numberEmbedding.equals(NumberEmbedding.none())) {
            throw new IllegalStateException((target == null ? "the targets" : "the embeddings of numbers")
                    + " follow from the training samples: give them, as in build(training)");
        }
        return build(List.copyOf(categories), Output.of(target, loss));
    }

    /**
     * Returns the network for samples.
     *
     * @param training the samples to learn from, to which the embeddings of numbers are fitted
     * @throws InvalidInputException if the samples are all of one class
     * @throws IllegalArgumentException if the samples have other columns, the loss does not fit their targets, or the layers do not
     *     fit each other
     */
    public NetworkSpec build(Dataset training) {
        if (training.columns() != inputs) {
            throw new IllegalArgumentException("the samples have " + training.columns() + " inputs, but " + inputs
                    + " are expected: encode them with the pipeline that the network is for");
        }
        Output output = Output.of(training.targets(), loss);
        List<Layer> embeddings = new ArrayList<>();
        for (int column : numbers) {
            numberEmbedding.fit(training, column).ifPresent(embeddings::add);
        }
        embeddings.addAll(categories);
        return build(embeddings, output);
    }

    /**
     * Returns the network for the target of the pipeline and samples that are elsewhere.
     *
     * @param training for an input that is a number, training samples of that input alone, to which its embedding is fitted
     * @throws IllegalArgumentException if the loss does not fit the target, or the layers do not fit each other
     * @throws IllegalStateException if there is no pipeline
     */
    public NetworkSpec build(IntFunction<Dataset> training) {
        if (target == null) {
            throw new IllegalStateException(
                    "the targets follow from the training samples: give them, as in build(training)");
        }
        List<Layer> embeddings = new ArrayList<>();
        if (!numberEmbedding.equals(NumberEmbedding.none())) {
            for (int column : numbers) {
                numberEmbedding.fit(training.apply(column), 0, column).ifPresent(embeddings::add);
            }
        }
        embeddings.addAll(categories);
        return build(embeddings, Output.of(target, loss));
    }

    private NetworkSpec build(List<Layer> embeddings, Output output) {
        return NetworkSpec.inputs(inputs)
                .embeddings(embeddings)
                .inputDropout(inputDropout)
                .layers(layers(members, adaptsAllLayers, factorGroups(embeddings), scalesInputs, hidden))
                .output(output.count, output.loss);
    }

    /**
     * Returns the hidden layers, with the members and the factors of inputs in front.
     *
     * @param members how many share the hidden layers; 1 for a plain network
     * @param adaptsAllLayers whether members have factors and biases of their own in every dense layer
     * @param factorGroups the widths of the features whose factors start as the same number
     * @param scalesInputs whether inputs have factors
     */
    public static List<Layer> layers(
            int members,
            boolean adaptsAllLayers,
            List<Integer> factorGroups,
            boolean scalesInputs,
            List<? extends Layer> hidden) {
        List<Layer> layers = new ArrayList<>();
        if (members > 1) {
            layers.add(new MemberScale(members, factorGroups));
        }
        if (scalesInputs) {
            layers.add(new InputScale());
        }
        layers.addAll(members > 1 && adaptsAllLayers ? adapted(hidden) : hidden);
        return layers;
    }

    /** Returns layers with adapters; the first reads what the factors of the features have been applied to. */
    private static List<Layer> adapted(List<? extends Layer> layers) {
        List<Layer> adapted = new ArrayList<>();
        for (Layer layer : layers) {
            Dense.Adapters adapters = adapted.isEmpty() ? Dense.Adapters.OUTPUT : Dense.Adapters.BOTH;
            adapted.add(layer instanceof Dense dense ? dense.withAdapters(adapters) : layer);
        }
        return adapted;
    }

    /** Returns the widths of the features that come from the same column: inputs that are not embedded, then embeddings. */
    private List<Integer> factorGroups(List<Layer> embeddings) {
        Set<Integer> embedded = new HashSet<>();
        embeddings.forEach(layer -> embedded.add(layer.inputColumn().orElseThrow()));
        List<Integer> groups = new ArrayList<>();
        for (Pipeline.Group column : columns) {
            int width = (int) IntStream.range(column.from(), column.from() + column.count())
                    .filter(input -> !embedded.contains(input))
                    .count();
            if (width > 0) {
                groups.add(width);
            }
        }
        NetworkSpec linear = NetworkSpec.inputs(inputs).embeddings(embeddings).output(1, Loss.meanSquaredError());
        for (int e = 0; e < embeddings.size(); e++) {
            groups.add(linear.embeddingWidth(e));
        }
        return groups;
    }
}
