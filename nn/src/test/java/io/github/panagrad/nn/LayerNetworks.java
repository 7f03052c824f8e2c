package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Networks with everything that a layer can do, alone and together: the table that tests of layers run over. */
final class LayerNetworks {
    static final int INPUTS = 6;
    static final int CATEGORIES = 5;

    private LayerNetworks() {}

    private static Dense dense(int units, Normalization normalization, double dropout, int skip) {
        return new Dense(units, Activation.tanh(), dropout, normalization, skip);
    }

    private static Dense with(Activation f, Dense dense) {
        return dense.withActivation(f);
    }

    private static Dense first(Dense dense) {
        return dense.withAdapters(Dense.Adapters.OUTPUT);
    }

    private static Dense adapted(Dense dense) {
        return dense.withAdapters(Dense.Adapters.BOTH);
    }

    /** Returns networks with 6 inputs and 3 outputs, by name. Embedded columns take 5 categories. */
    static Map<String, NetworkSpec> all() {
        Normalization none = Normalization.none();
        Normalization batch = new Normalization.BatchNorm(1e-3, 0.8);
        Normalization layer = new Normalization.LayerNorm(1e-3);
        Loss loss = Loss.meanSquaredError();
        Map<String, NetworkSpec> all = new TreeMap<>();
        all.put("plain", spec(dense(7, none, 0, 0), dense(70, none, 0, 0)));
        all.put("dropout", spec(dense(7, none, 0.3, 0), dense(70, none, 0.4, 0)));
        all.put("batch_norm", spec(dense(70, batch, 0, 0), dense(33, batch, 0, 0)));
        all.put("batch_norm with dropout", spec(dense(70, batch, 0.3, 0), dense(9, none, 0, 0)));
        all.put("layer_norm", spec(dense(19, layer, 0, 0), dense(70, layer, 0.3, 0)));
        all.put("both norms", spec(dense(19, layer, 0, 0), dense(70, batch, 0, 0), dense(35, layer, 0, 0)));
        all.put("skip", spec(dense(70, none, 0, 0), dense(70, none, 0.3, 1), dense(70, batch, 0, 1)));
        all.put(
                "skips onto the same layer",
                spec(dense(9, none, 0, 0), dense(9, none, 0, 1), dense(9, none, 0, 2), dense(9, layer, 0, 3)));
        all.put("skip from the inputs", spec(dense(6, none, 0, 1), dense(6, batch, 0.2, 2)));
        all.put("input dropout", new NetworkSpec(INPUTS, List.of(), 0.4, List.of(dense(7, none, 0.2, 0)), 3, loss));
        Activation silu = Activation.choices().parse("silu");
        Activation prelu = Activation.choices().parse("prelu:0.3");
        all.put(
                "silu",
                spec(
                        with(silu, dense(70, none, 0.3, 0)),
                        with(silu, dense(70, batch, 0, 1)),
                        with(silu, dense(9, layer, 0, 0))));
        all.put("prelu", spec(with(prelu, dense(7, none, 0.3, 0)), with(prelu, dense(70, none, 0, 0))));
        all.put(
                "prelu with norms",
                spec(
                        with(prelu, dense(70, batch, 0.3, 0)),
                        with(prelu, dense(70, none, 0, 1)),
                        with(prelu, dense(35, layer, 0, 0))));
        Activation selu = new Activation.ParametricSelu(1);
        Activation mish = new Activation.ParametricMish(0.7);
        all.put("parametric", spec(with(selu, dense(7, none, 0.3, 0)), with(mish, dense(70, none, 0, 0))));
        all.put(
                "parametric with norms",
                spec(
                        with(mish, dense(70, batch, 0.3, 0)),
                        with(selu, dense(70, none, 0, 1)),
                        with(mish, dense(35, layer, 0, 0))));
        Embedding first = new Embedding(1, CATEGORIES, 3);
        Embedding second = new Embedding(4, CATEGORIES, 4);
        all.put(
                "embeddings",
                new NetworkSpec(INPUTS, List.of(second, first), 0, List.of(dense(70, none, 0, 0)), 3, loss));
        all.put(
                "everything",
                new NetworkSpec(
                        INPUTS,
                        List.of(first, second),
                        0.3,
                        List.of(
                                dense(11, none, 0.2, 1),
                                dense(70, batch, 0.2, 0),
                                dense(70, none, 0, 1),
                                dense(11, layer, 0, 4)),
                        3,
                        loss));
        PiecewiseLinear pieces = new PiecewiseLinear(0, List.of(-1.0, -0.5, 0.25, 1.5), 5);
        PiecewiseLinear line = new PiecewiseLinear(2, List.of(-0.5, 0.75), 3);
        all.put(
                "piecewise-linear",
                new NetworkSpec(INPUTS, List.of(line, first, pieces), 0.2, List.of(dense(35, none, 0.3, 0)), 3, loss));
        PeriodicDense waves = new PeriodicDense(3, 5, 0.4, 4);
        PeriodicRelu lines = new PeriodicRelu(5, 3, 0.5, 6);
        all.put("waves", new NetworkSpec(INPUTS, List.of(waves), 0, List.of(dense(35, none, 0.3, 0)), 3, loss));
        all.put(
                "waves with ReLU",
                new NetworkSpec(INPUTS, List.of(lines), 0.2, List.of(dense(9, none, 0, 0)), 3, loss));
        all.put(
                "waves with everything",
                new NetworkSpec(
                        INPUTS,
                        List.of(lines, first, waves, pieces),
                        0.2,
                        List.of(
                                new MemberScale(2),
                                new InputScale(),
                                with(mish, dense(35, none, 0.2, 0)),
                                dense(19, batch, 0.3, 0)),
                        3,
                        loss));
        all.put("members", spec(new MemberScale(3), dense(35, none, 0, 0), dense(7, none, 0, 0)));
        all.put("members and nothing else", spec(new MemberScale(3, List.of(2, 1))));
        all.put(
                "members after a layer",
                spec(dense(7, none, 0.3, 0), new MemberScale(2), dense(33, none, 0.3, 0), dense(33, batch, 0.2, 1)));
        all.put("members of members", spec(new MemberScale(2), dense(9, layer, 0, 0), new MemberScale(3)));
        all.put(
                "members with everything",
                new NetworkSpec(
                        INPUTS,
                        List.of(second, pieces, line),
                        0.2,
                        List.of(
                                new MemberScale(3, List.of(1, 1, 1, 4, 5)),
                                with(prelu, dense(35, none, 0.2, 0)),
                                dense(19, batch, 0.3, 0)),
                        3,
                        loss));
        all.put(
                "adapters",
                spec(
                        new MemberScale(3),
                        first(dense(35, none, 0.2, 0)),
                        adapted(dense(7, none, 0, 0)),
                        adapted(dense(7, none, 0.3, 1))));
        all.put("adapters without members", spec(first(dense(7, none, 0, 0)), adapted(dense(70, batch, 0.2, 0))));
        all.put(
                "adapters with norms",
                spec(
                        new MemberScale(2),
                        first(dense(35, batch, 0, 0)),
                        adapted(with(prelu, dense(35, layer, 0.2, 1))),
                        adapted(with(mish, dense(19, batch, 0, 0))),
                        adapted(dense(9, layer, 0, 0))));
        all.put(
                "adapters below batch norm",
                spec(new MemberScale(2), adapted(dense(9, none, 0, 0)), dense(7, batch, 0, 0)));
        all.put(
                "adapters with everything",
                new NetworkSpec(
                        INPUTS,
                        List.of(second, pieces, line),
                        0.2,
                        List.of(
                                new MemberScale(2, List.of(1, 1, 1, 4, 5)),
                                new InputScale(),
                                first(with(selu, dense(13, none, 0.2, 0))),
                                new MemberScale(2),
                                adapted(with(silu, dense(13, none, 0.3, 0))),
                                adapted(with(prelu, dense(13, batch, 0, 1)))),
                        3,
                        loss));
        all.put("scaled inputs", spec(new InputScale(), dense(35, none, 0.2, 0), dense(7, none, 0, 0)));
        all.put("scaled inputs and nothing else", spec(new InputScale()));
        all.put(
                "scales everywhere",
                new NetworkSpec(
                        INPUTS,
                        List.of(second, pieces),
                        0.2,
                        List.of(
                                new InputScale(),
                                dense(13, batch, 0.2, 2),
                                new InputScale(),
                                new MemberScale(2),
                                new InputScale(),
                                dense(13, layer, 0.2, 1)),
                        3,
                        loss));
        all.put("no hidden layer", new NetworkSpec(INPUTS, List.of(first), 0.2, List.of(), 3, loss));
        return all;
    }

    private static NetworkSpec spec(Layer... hidden) {
        return new NetworkSpec(INPUTS, List.of(hidden), 3, Loss.meanSquaredError());
    }

    /** Returns a network without any dropout. */
    static NetworkSpec withoutDropout(NetworkSpec spec) {
        List<Layer> hidden = spec.hidden().stream()
                .map(layer -> layer instanceof Dense dense ? dense.withDropout(0) : layer)
                .toList();
        return new NetworkSpec(spec.inputs(), spec.embeddings(), 0, hidden, spec.outputs(), spec.loss());
    }

    /** Returns samples whose columns 1 and 4 can be embedded. */
    static double[][] samples(int rows, long seed) {
        double[][] x = Networks.normals(rows, INPUTS, seed);
        for (int r = 0; r < rows; r++) {
            x[r][1] = r % CATEGORIES;
            x[r][4] = (r * 3 + 1) % (CATEGORIES - 1);
        }
        return x;
    }

    static Dataset data(int rows, long seed) {
        return Dataset.of(samples(rows, seed), Networks.normals(rows, 3, seed + 1));
    }
}
