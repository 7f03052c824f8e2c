package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.Adagrad;
import io.github.panagrad.nn.optim.Adam;
import io.github.panagrad.nn.optim.AdamW;
import io.github.panagrad.nn.optim.AmsGrad;
import io.github.panagrad.nn.optim.ClassicalMomentum;
import io.github.panagrad.nn.optim.CosLog;
import io.github.panagrad.nn.optim.CosineRestarts;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.FlatCos;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Lion;
import io.github.panagrad.nn.optim.Momentum;
import io.github.panagrad.nn.optim.Nadam;
import io.github.panagrad.nn.optim.Nesterov;
import io.github.panagrad.nn.optim.OneCycle;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.OptimizerStepsTest;
import io.github.panagrad.nn.optim.Plateau;
import io.github.panagrad.nn.optim.Polynomial;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.RmsProp;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.optim.ScheduleOracle;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The families of what can be chosen: one table, which {@link FamiliesTest} goes through. */
final class Families {
    /** Numbers that a form with fewer digits, or another way of writing them, would lose. */
    private static final double THIRD = 1.0 / 3;

    private static final double TINY = 1e-300 / 7;
    private static final double SMALL = 1e-29 / 7;
    private static final double ODD = 0.1 + 0.2;

    private static final List<Path> CLASSES = List.of(Path.of("target/classes"), Path.of("../tensor/target/classes"));

    private Families() {}

    /**
     * A family.
     *
     * @param type the sealed type, whose leaves are records
     * @param page its page in docs
     * @param usual one of each name, with the usual hyper-parameters
     * @param unusual for each class with hyper-parameters one in which all of them differ from the usual
     * @param format its text form
     * @param parse the way back
     * @param network a network of which a member is part; null if it goes into a model's facts
     * @param gradients whether there is a gradient check of it; null where there is nothing to differentiate
     * @param oracle whether there are numbers from elsewhere to compare it with
     */
    record Family<T>(
            Class<T> type,
            String page,
            List<T> usual,
            List<T> unusual,
            Function<T, String> format,
            Function<String, T> parse,
            @Nullable Function<T, NetworkSpec> network,
            @Nullable Predicate<T> gradients,
            Predicate<T> oracle) {
        Stream<T> members() {
            return Stream.concat(usual.stream(), unusual.stream());
        }

        String name(T member) {
            return switch (member) {
                case Choice choice -> choice.name();
                case Layer layer -> LayerKinds.of(layer).name();
                default -> throw new IllegalArgumentException(member + " has no name");
            };
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    /**
     * Returns the records that a type comes down to: by what it permits, or if it is not sealed by what implements it; without those
     * for the functions of programs, which {@link CustomFunctionsTest} tests.
     */
    static Stream<Class<?>> leaves(Class<?> type) {
        if (Choice.Own.class.isAssignableFrom(type)) {
            return Stream.of();
        }
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).flatMap(Families::leaves);
        }
        return type.isInterface()
                ? libraryClasses().filter(other -> type.isAssignableFrom(other) && !other.isInterface())
                : Stream.of(type);
    }

    /** Returns the classes of this library and the one below. */
    static Stream<Class<?>> libraryClasses() {
        return CLASSES.stream().flatMap(Families::classesIn);
    }

    private static Stream<Class<?>> classesIn(Path module) {
        try (Stream<Path> files = Files.walk(module)) {
            return files
                    .map(file -> module.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                    .<Class<?>>map(Families::load)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String file) {
        try {
            String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            return Class.forName(name, false, Families.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(file, e);
        }
    }

    static List<Family<?>> all() {
        return List.of(
                optimizers(),
                schedules(),
                initializers(),
                regularizers(),
                clippings(),
                activations(),
                losses(),
                normalizations(),
                shuffles(),
                numberEmbeddings(),
                layers());
    }

    private static <T extends Choice> Family<T> family(
            Class<T> type,
            String page,
            Choices<T> choices,
            List<T> unusual,
            @Nullable Function<T, NetworkSpec> network,
            @Nullable Predicate<T> gradients,
            Predicate<T> oracle) {
        return new Family<>(
                type, page, choices.all(), unusual, choices::format, choices::parse, network, gradients, oracle);
    }

    private static Family<Optimizer> optimizers() {
        return family(
                Optimizer.class,
                "optimizers.md",
                Optimizer.choices(),
                List.of(
                        new Momentum(ODD),
                        new ClassicalMomentum(ODD),
                        new Nesterov(ODD),
                        new Lion(ODD, THIRD, TINY),
                        new RmsProp(THIRD, SMALL),
                        new Adagrad(1e30),
                        new Adam(ODD, THIRD, SMALL),
                        new AdamW(ODD, THIRD, SMALL, 1e300),
                        new AmsGrad(0, THIRD, SMALL),
                        new Nadam(ODD, THIRD, SMALL, 1e300),
                        new Lbfgs(1, TINY, Integer.MAX_VALUE)),
                null,
                null,
                optimizer -> switch (optimizer) {
                    case FirstOrder first -> OptimizerStepsTest.covers(first);
                    // LbfgsMinimizerTest compares its minima, and checks the conditions of its steps.
                    case Lbfgs _ -> true;
                });
    }

    private static Family<Schedule> schedules() {
        return new Family<>(
                Schedule.class,
                "schedules.md",
                Schedule.choices().all(),
                List.of(
                        new Schedule.Constant(ODD),
                        new Schedule.Step(ODD, THIRD, 7),
                        new Schedule.Exponential(ODD, THIRD),
                        new Schedule.Cosine(ODD, TINY, Long.MAX_VALUE),
                        new Polynomial(ODD, TINY, 2.5, 37),
                        new CosineRestarts(ODD, 0.01, 3, 2),
                        new OneCycle(ODD, THIRD, 4, 1e300, 19),
                        new CosLog(ODD, 3, 37),
                        new FlatCos(ODD, THIRD, 0.01, 37),
                        Schedule.warmup(3).then(new Plateau(ODD, THIRD, 2, TINY, 0.01)),
                        Schedule.warmup(4).then(new CosineRestarts(ODD, 0.01, 5, 3)),
                        new Plateau(ODD, THIRD, 2, 0.25, 0.01)),
                Schedule::format,
                text -> Schedule.parse(text, Map.of()),
                null,
                null,
                Families::isAsTheOracleSays);
    }

    private static boolean isAsTheOracleSays(Schedule schedule) {
        double[] losses = new double[80];
        for (int epoch = 0; epoch < losses.length; epoch++) {
            // Falls by leaps, with stretches in which it does not.
            losses[epoch] = 9 - Math.floor(epoch / 6.0) + 0.1 * Math.sin(epoch);
        }
        for (int t = 0; t < losses.length; t++) {
            double expected = ScheduleOracle.at(schedule, t, losses);
            if (!(Math.abs(expected - schedule.at(t, losses)) <= 1e-13 * (expected + 1e-3))) {
                throw new AssertionError(schedule + " at " + t + ": " + schedule.at(t, losses) + ", not " + expected);
            }
        }
        return true;
    }

    private static Family<Initializer> initializers() {
        return family(
                Initializer.class,
                "initializers.md",
                Initializer.choices(),
                List.of(
                        new Initializer.Normal(THIRD),
                        new Initializer.TruncatedNormal(ODD),
                        new Initializer.Orthogonal(ODD)),
                null,
                null,
                initializer -> InitializerTest.variance(initializer) > 0);
    }

    static Family<Regularizer> regularizers() {
        return family(
                Regularizer.class,
                "regularization.md",
                Regularizer.choices(),
                List.of(
                        new Regularizer.L2(ODD),
                        new Regularizer.L1(THIRD),
                        new Regularizer.ElasticNet(ODD, THIRD),
                        new Regularizer.WeightDecay(TINY),
                        new Regularizer.MaxNorm(1e300)),
                null,
                // FamiliesTest runs it.
                _ -> true,
                regularizer -> classes(SecondPhaseTest.REGULARIZERS.stream().flatMap(List::stream))
                        .contains(regularizer.getClass()));
    }

    private static Family<GradientClipping> clippings() {
        return family(
                GradientClipping.class,
                "regularization.md",
                GradientClipping.choices(),
                List.of(
                        new GradientClipping.ByValue(ODD),
                        new GradientClipping.ByNorm(TINY),
                        new GradientClipping.ByGlobalNorm(1e300)),
                null,
                null,
                limit -> classes(SecondPhaseTest.LIMITS.stream()).contains(limit.getClass()));
    }

    private static Family<Activation> activations() {
        Set<Class<?>> checked = classes(GradientCheckTest.cases().map(each -> each.get()[1]));
        return family(
                Activation.class,
                "activations.md",
                Activation.choices(),
                List.of(
                        new Activation.LeakyRelu(THIRD),
                        new Activation.Elu(ODD),
                        new Activation.PRelu(-THIRD),
                        new Activation.ParametricSelu(ODD),
                        new Activation.ParametricMish(-THIRD)),
                f -> NetworkSpec.inputs(5).dense(7, f).output(3, Loss.meanSquaredError()),
                f -> checked.contains(f.getClass()),
                // And, without a network around them, ActivationOracle and ExactActivations in the module tensor.
                f -> Double.isFinite(ReferenceActivation.of(f).derivative().applyAsDouble(1)));
    }

    private static Family<Loss> losses() {
        Set<Class<?>> checked = classes(GradientCheckTest.cases().map(each -> each.get()[2]));
        return family(
                Loss.class,
                "losses.md",
                Loss.choices(),
                List.of(
                        new Loss.BinaryCrossEntropy(THIRD),
                        new Loss.SoftmaxCrossEntropy(ODD),
                        new PointLoss.Focal(TINY, THIRD),
                        new PointLoss.Huber(1e300),
                        new PointLoss.Quantile(ODD)),
                loss -> NetworkSpec.inputs(5).dense(7, Activation.tanh()).output(3, loss),
                loss -> checked.contains(loss.getClass()),
                loss -> loss.reference().toString().equals(loss.name()));
    }

    private static Family<NumberEmbedding> numberEmbeddings() {
        return family(
                NumberEmbedding.class,
                "layers.md",
                NumberEmbedding.choices(),
                List.of(
                        new NumberEmbedding.Piecewise(7, 3),
                        new NumberEmbedding.Pbld(7, THIRD, 3),
                        new NumberEmbedding.Plr(7, ODD, 3)),
                null,
                // Its layer is checked with the other kinds of layers.
                null,
                // NumberEmbeddingTest has their quantiles written out, and says which layers the others are.
                embedding -> Set.of(
                                NumberEmbedding.None.class,
                                NumberEmbedding.Piecewise.class,
                                NumberEmbedding.Pbld.class,
                                NumberEmbedding.Plr.class)
                        .contains(embedding.getClass()));
    }

    private static Family<Normalization> normalizations() {
        Set<Class<?>> checked = classes(LayerNetworks.all().values().stream()
                .flatMap(spec -> spec.hidden().stream())
                .map(layer -> layer.normalization()));
        return family(
                Normalization.class,
                "normalization.md",
                Normalization.choices(),
                List.of(new Normalization.BatchNorm(SMALL, 0), new Normalization.LayerNorm(THIRD)),
                normalization -> NetworkSpec.inputs(5)
                        .dense(new Dense(7, Activation.relu()).withNormalization(normalization))
                        .output(3, Loss.meanSquaredError()),
                normalization -> checked.contains(normalization.getClass()),
                // OracleNetwork computes each, for the networks of that table.
                normalization -> checked.contains(normalization.getClass()));
    }

    private static Family<Shuffle> shuffles() {
        return family(
                Shuffle.class,
                "shuffling.md",
                Shuffle.choices(),
                List.of(new Shuffle.Blocks(7, Integer.MAX_VALUE)),
                null,
                null,
                // ShuffleTest goes through all of them.
                shuffle -> ShuffleTest.cases().anyMatch(other -> other.getClass() == shuffle.getClass()));
    }

    private static Family<Layer> layers() {
        Set<Class<?>> checked = classes(LayerNetworks.all().values().stream()
                .flatMap(spec -> Stream.concat(spec.hidden().stream(), spec.embeddings().stream())));
        // Without those that tests have registered.
        Set<Class<?>> own = leaves(Layer.class).collect(Collectors.toSet());
        List<LayerKind<?>> kinds = LayerKinds.all().stream()
                .filter(kind -> own.contains(kind.type()))
                .toList();
        return new Family<>(
                Layer.class,
                "layers.md",
                kinds.stream().<Layer>map(kind -> kind.examples().getFirst()).toList(),
                kinds.stream()
                        .<Layer>flatMap(kind -> kind.examples().stream().skip(1))
                        .toList(),
                layer -> SpecJson.write(around(layer)),
                text -> only(SpecJson.read(text)),
                Families::around,
                layer -> checked.contains(layer.getClass()),
                layer -> checked.contains(layer.getClass()));
    }

    /** A network with input dropout and a single layer that is not the output. */
    static NetworkSpec around(Layer layer) {
        return switch (LayerKinds.of(layer)) {
            case RowLayerKind<?> kind -> {
                // As many inputs as the layer has outputs: it may have a skip connection.
                int units = kind.engineOf(layer, 5, 1).outputs();
                yield NetworkSpec.inputs(units).inputDropout(THIRD).layer(layer).output(3, Loss.meanSquaredError());
            }
            case ColumnLayerKind<?> kind ->
                NetworkSpec.inputs(kind.engineOf(layer).column() + 1)
                        .embedding(layer)
                        .inputDropout(ODD)
                        .output(3, Loss.meanSquaredError());
        };
    }

    private static Layer only(NetworkSpec spec) {
        List<Layer> layers = Stream.concat(spec.hidden().stream(), spec.embeddings().stream())
                .toList();
        if (layers.size() != 1) {
            throw new AssertionError("not one layer: " + layers);
        }
        return layers.getFirst();
    }

    private static Set<Class<?>> classes(Stream<?> objects) {
        return objects.map(object -> Objects.requireNonNull(object).getClass()).collect(Collectors.toSet());
    }
}
