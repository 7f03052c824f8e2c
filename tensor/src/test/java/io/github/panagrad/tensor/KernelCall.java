package io.github.panagrad.tensor;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Losses;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Every method of {@link Kernels} as something to call: a table for tests that ask the same of all of them.
 *
 * @param name the method's name, and what distinguishes the call
 * @param maker allocates the arguments and returns the call
 */
record KernelCall(String name, BiFunction<KernelSet, Slab, Prepared> maker) {
    /**
     * A call with its arguments.
     *
     * @param tensors all that it reads and writes
     */
    record Prepared(Runnable call, List<Tensor> tensors) {
        Prepared(Runnable call, Tensor... tensors) {
            this(call, List.of(tensors));
        }

        void run() {
            call.run();
        }
    }

    /** Allocates the arguments from the slab and returns the call, which can be run again and again. */
    Prepared prepare(KernelSet set, Slab slab) {
        return maker.apply(set, slab);
    }

    /** Returns the name of the method alone. */
    String method() {
        return name.split(" ", -1)[0];
    }

    private static Tensor random(KernelSet set, Slab slab, int rows, int columns, long seed) {
        return Matrices.random(slab, set.dtype(), rows, columns, seed, 1);
    }

    private static DropoutMask mask(KernelSet set, Slab slab, int rows, int columns) {
        DropoutMask mask = DropoutMask.allocate(slab, rows, columns);
        set.kernels().fillMask(mask, 42, 0, 0.25);
        return mask;
    }

    /** Returns calls of all methods on tensors of {@code rows x columns}. */
    static List<KernelCall> all(int rows, int columns) {
        List<KernelCall> calls = new ArrayList<>();
        products(calls, rows, columns);
        activations(calls, rows, columns);
        losses(calls, rows, columns);
        updates(calls, rows, columns);
        normalizations(calls, rows, columns);
        members(calls, rows, columns);
        waves(calls, rows, columns);
        penalties(calls, rows, columns);
        calls.add(new KernelCall("columnSums", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor sums = slab.allocate(set.dtype(), 1, columns);
            return new Prepared(() -> set.kernels().columnSums(x, sums), x, sums);
        }));
        calls.add(new KernelCall("flush", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            for (int c = 0; c < columns; c += 2) {
                x.set(rows / 2, c, 0x1p-90);
            }
            return new Prepared(() -> set.kernels().flush(x), x);
        }));
        calls.add(new KernelCall("sumOfSquares", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor total = slab.allocate(DType.F64, 1, 1);
            return new Prepared(() -> total.set(0, 0, set.kernels().sumOfSquares(x)), x, total);
        }));
        for (Rows.Storage storage : Rows.Storage.values()) {
            calls.add(new KernelCall("gather " + storage, (set, slab) -> {
                MemorySegment table = slab.allocateBytes((long) rows * columns * storage.bytes());
                Rows source = new Rows(table, storage, rows, columns, 0.5);
                int[] order = new int[rows];
                Tensor batch = slab.allocate(set.dtype(), rows, columns);
                return new Prepared(() -> set.kernels().gather(source, order, 0, batch), batch);
            }));
        }
        rowsByCategory(calls, rows, columns);
        return calls;
    }

    private static void rowsByCategory(List<KernelCall> calls, int rows, int columns) {
        calls.add(new KernelCall("lookUp", (set, slab) -> {
            Tensor table = random(set, slab, rows, columns, 1);
            Tensor samples = categories(set, slab, rows);
            Tensor vectors = slab.allocate(set.dtype(), rows, columns);
            return new Prepared(() -> set.kernels().lookUp(table, samples, 1, vectors), vectors);
        }));
        calls.add(new KernelCall("addUp", (set, slab) -> {
            Tensor delta = random(set, slab, rows, columns, 1);
            Tensor samples = categories(set, slab, rows);
            Tensor sums = slab.allocate(set.dtype(), rows, columns);
            return new Prepared(() -> set.kernels().addUp(delta, samples, 1, 0, sums), sums);
        }));
    }

    private static Tensor categories(KernelSet set, Slab slab, int rows) {
        Tensor samples = slab.allocate(set.dtype(), rows, 2);
        for (int r = 0; r < rows; r++) {
            samples.set(r, 1, r * 7 % rows);
        }
        return samples;
    }

    private static void products(List<KernelCall> calls, int rows, int columns) {
        calls.add(new KernelCall("gemm", (set, slab) -> {
            Tensor a = random(set, slab, rows, columns, 1);
            Tensor b = random(set, slab, rows, columns, 2);
            Tensor c = slab.allocate(set.dtype(), rows, rows);
            return new Prepared(() -> set.kernels().gemm(false, true, 1, a, b, 0, c), a, b, c);
        }));
        calls.add(new KernelCall("axpy", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor y = random(set, slab, rows, columns, 2);
            return new Prepared(() -> set.kernels().axpy(1e-9, x, y), x, y);
        }));
        calls.add(new KernelCall("matrixVector", (set, slab) -> {
            Tensor w = random(set, slab, rows, columns, 1);
            Tensor x = random(set, slab, 1, columns, 2);
            Tensor y = slab.allocate(set.dtype(), 1, rows);
            return new Prepared(() -> set.kernels().matrixVector(w, x, y), w, x, y);
        }));
    }

    private static void activations(List<KernelCall> calls, int rows, int columns) {
        for (Activation f : ActivationKinds.ofActivate()) {
            for (boolean masked : new boolean[] {false, true}) {
                activation(calls, f, masked, rows, columns);
            }
        }
        prelu(calls, rows, columns);
        parametric(calls, rows, columns);
        calls.add(new KernelCall("transpose", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor y = slab.allocate(set.dtype(), /* rows= */ columns, /* columns= */ rows);
            return new Prepared(() -> set.kernels().transpose(x, y), x, y);
        }));
        calls.add(new KernelCall("fillMask", (set, slab) -> {
            DropoutMask mask = DropoutMask.allocate(slab, rows, columns);
            return new Prepared(() -> set.kernels().fillMask(mask, 7, 3, 0.5));
        }));
    }

    private static void activation(List<KernelCall> calls, Activation f, boolean masked, int rows, int columns) {
        String name = f.name() + (masked ? " with a mask" : "");
        calls.add(new KernelCall("activate " + name, (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            Tensor bias = random(set, slab, 1, columns, 2);
            Tensor slopes = slab.allocate(set.dtype(), rows, columns);
            DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
            return new Prepared(
                    () -> set.kernels().activate(f, bias, mask, 0.75, z, f.keepsSlope() ? slopes : null),
                    z,
                    bias,
                    slopes);
        }));
        calls.add(new KernelCall("activationGradient " + name, (set, slab) -> {
            Tensor output = random(set, slab, rows, columns, 1);
            Tensor delta = random(set, slab, rows, columns, 2);
            DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
            Tensor noBias = slab.allocate(set.dtype(), 1, columns);
            Tensor slopes = f.keepsSlope() ? slab.allocate(set.dtype(), rows, columns) : null;
            set.kernels().activate(f, noBias, mask, 0.75, output, slopes);
            // The identity reads nothing without a mask: its memory is not touched.
            return new Prepared(
                    () -> {
                        set.kernels().activationGradient(f, output, slopes, mask, 0.75, delta);
                        delta.set(0, 0, output.get(0, 0));
                    },
                    output,
                    delta);
        }));
    }

    private static void prelu(List<KernelCall> calls, int rows, int columns) {
        for (boolean masked : new boolean[] {false, true}) {
            calls.add(new KernelCall("prelu" + (masked ? " with a mask" : ""), (set, slab) -> {
                Tensor z = random(set, slab, rows, columns, 1);
                Tensor bias = random(set, slab, 1, columns, 2);
                Tensor slope = random(set, slab, 1, columns, 3);
                Tensor kept = slab.allocate(set.dtype(), rows, columns);
                DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
                return new Prepared(() -> set.kernels().prelu(bias, slope, mask, 0.75, z, kept), z, bias, slope, kept);
            }));
            calls.add(new KernelCall("preluGradient" + (masked ? " with a mask" : ""), (set, slab) -> {
                Tensor kept = random(set, slab, rows, columns, 1);
                Tensor slope = random(set, slab, 1, columns, 2);
                Tensor delta = random(set, slab, rows, columns, 3);
                Tensor gradient = slab.allocate(set.dtype(), 1, columns);
                DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
                return new Prepared(
                        () -> set.kernels().preluGradient(kept, slope, mask, 0.75, delta, gradient),
                        kept,
                        slope,
                        delta,
                        gradient);
            }));
        }
    }

    private static void parametric(List<KernelCall> calls, int rows, int columns) {
        for (Activation.Parametric f : List.of(new Activation.ParametricSelu(1), new Activation.ParametricMish(1))) {
            for (boolean masked : new boolean[] {false, true}) {
                calls.add(new KernelCall("parametric " + f.name() + (masked ? " with a mask" : ""), (set, slab) -> {
                    Tensor z = random(set, slab, rows, columns, 1);
                    Tensor bias = random(set, slab, 1, columns, 2);
                    Tensor share = random(set, slab, 1, columns, 3);
                    Tensor slopes = slab.allocate(set.dtype(), rows, columns);
                    Tensor rises = slab.allocate(set.dtype(), rows, columns);
                    DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
                    return new Prepared(
                            () -> set.kernels().parametric(f, bias, share, mask, 0.75, z, slopes, rises),
                            z,
                            bias,
                            share,
                            slopes,
                            rises);
                }));
            }
        }
        for (boolean masked : new boolean[] {false, true}) {
            calls.add(new KernelCall("parametricGradient" + (masked ? " with a mask" : ""), (set, slab) -> {
                Tensor slopes = random(set, slab, rows, columns, 1);
                Tensor rises = random(set, slab, rows, columns, 2);
                Tensor delta = random(set, slab, rows, columns, 3);
                Tensor gradient = slab.allocate(set.dtype(), 1, columns);
                DropoutMask mask = masked ? mask(set, slab, rows, columns) : null;
                return new Prepared(
                        () -> set.kernels().parametricGradient(slopes, rises, mask, 0.75, delta, gradient),
                        slopes,
                        rises,
                        delta,
                        gradient);
            }));
        }
    }

    private static void losses(List<KernelCall> calls, int rows, int columns) {
        calls.add(new KernelCall("sigmoid", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            return new Prepared(() -> set.kernels().sigmoid(z), z);
        }));
        calls.add(new KernelCall("softmax", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            return new Prepared(() -> set.kernels().softmax(z), z);
        }));
        calls.add(new KernelCall("exponential", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            return new Prepared(
                    () -> {
                        set.kernels().losses().exponential(z);
                        z.set(0, 0, -1);
                    },
                    z);
        }));
        double[] weights = new double[rows];
        Arrays.setAll(weights, r -> r % 3);
        for (double smoothing : new double[] {0, 0.3}) {
            for (double[] given : new double[][] {null, weights}) {
                String kind = (smoothing > 0 ? " smoothed" : "") + (given == null ? "" : " weighted");
                calls.add(loss(
                        "sigmoidCrossEntropy" + kind,
                        rows,
                        columns,
                        (losses, outputs, targets, _, delta, sum) ->
                                losses.sigmoidCrossEntropy(outputs, targets, smoothing, given, 1, delta, sum)));
                calls.add(loss(
                        "softmaxCrossEntropy" + kind,
                        rows,
                        columns,
                        (losses, outputs, _, labels, delta, sum) ->
                                losses.softmaxCrossEntropy(outputs, labels, smoothing, given, 1, delta, sum)));
            }
        }
        for (double[] given : new double[][] {null, weights}) {
            String kind = given == null ? "" : " weighted";
            calls.add(loss(
                    "squaredError" + kind,
                    rows,
                    columns,
                    (losses, outputs, targets, _, delta, sum) ->
                            losses.squaredError(outputs, targets, given, 1, delta, sum)));
            calls.add(loss(
                    "pointwise" + kind,
                    rows,
                    columns,
                    (losses, outputs, targets, _, delta, sum) ->
                            losses.pointwise(Cubic.INSTANCE, outputs, targets, given, 1, delta, sum)));
        }
    }

    /** {@code (z - y)³}, which classifies. */
    private enum Cubic implements OutputLoss {
        INSTANCE;

        @Override
        public double value(double z, double y) {
            return (z - y) * (z - y) * (z - y);
        }

        @Override
        public double slope(double z, double y) {
            return 3 * (z - y) * (z - y);
        }

        @Override
        public boolean isClassification() {
            return true;
        }
    }

    /** Adds up a loss and writes its gradient. */
    private interface LossCall {
        void run(Losses losses, Tensor outputs, Tensor targets, MemorySegment labels, Tensor delta, LossSum sum);
    }

    private static KernelCall loss(String name, int rows, int columns, LossCall call) {
        return new KernelCall(name, (set, slab) -> {
            Tensor outputs = random(set, slab, rows, columns, 1);
            Tensor targets = slab.allocate(set.dtype(), rows, columns);
            MemorySegment labels = slab.allocateBytes((long) rows * Integer.BYTES);
            labels.setAtIndex(ValueLayout.JAVA_INT, rows - 1, columns - 1);
            Tensor delta = slab.allocate(set.dtype(), rows, columns);
            LossSum sum = new LossSum();
            Tensor total = slab.allocate(DType.F64, 1, 2);
            return new Prepared(
                    () -> {
                        sum.clear();
                        call.run(set.kernels().losses(), outputs, targets, labels, delta, sum);
                        total.set(0, 0, sum.loss);
                        total.set(0, 1, (double) sum.correct);
                    },
                    outputs,
                    delta,
                    total);
        });
    }

    private static void updates(List<KernelCall> calls, int rows, int columns) {
        update(calls, rows, columns, "sgd", Steps.sgd(1e-6));
        update(calls, rows, columns, "momentum", Steps.momentum(1e-6, 0.9, 0.1));
        update(calls, rows, columns, "nesterov", Steps.nesterov(1e-6, 0.9));
        update(calls, rows, columns, "lion", Steps.lion(1e-6, 0.9, 0.99));
        update(calls, rows, columns, "rmsProp", Steps.rmsProp(1e-6, 0.9, 0.1, 1e-8));
        update(calls, rows, columns, "adam", Steps.adam(1e-6, 1, 0.9, 0.999, 1e-8));
        update(calls, rows, columns, "amsGrad", Steps.amsGrad(1e-6, 1, 0.9, 0.999, 1e-8));
        update(calls, rows, columns, "nadam", Steps.nadam(1e-6, 1e-6, 1, 0.9, 0.999, 1e-8));
    }

    private static void update(List<KernelCall> calls, int rows, int columns, String name, UpdateStep step) {
        calls.add(new KernelCall("updates." + name, (set, slab) -> {
            Tensor theta = random(set, slab, rows, columns, 1);
            Tensor gradient = random(set, slab, rows, columns, 2);
            Tensor[] state = new Tensor[3];
            for (int i = 0; i < state.length; i++) {
                state[i] = slab.allocate(set.dtype(), rows, columns);
            }
            Decay decay = Steps.decay(1e-4, 0.999);
            return new Prepared(
                    () -> set.kernels().update(step, decay, theta, gradient, state),
                    theta,
                    gradient,
                    state[0],
                    state[1],
                    state[2]);
        }));
    }

    private static void normalizations(List<KernelCall> calls, int rows, int columns) {
        calls.add(new KernelCall("normalizations.columnMoments", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            Tensor mean = slab.allocate(set.dtype(), 1, columns);
            Tensor variance = slab.allocate(set.dtype(), 1, columns);
            return new Prepared(
                    () -> set.kernels().normalizations().columnMoments(z, mean, variance), z, mean, variance);
        }));
        calls.add(new KernelCall("normalizations.standardizeColumns", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            Tensor mean = random(set, slab, 1, columns, 2);
            Tensor variance = slab.allocate(set.dtype(), 1, columns);
            variance.fill(0.7);
            Tensor scale = random(set, slab, 1, columns, 3);
            Tensor normalized = slab.allocate(set.dtype(), rows, columns);
            return new Prepared(
                    () -> set.kernels().normalizations().standardizeColumns(mean, variance, 0.1, scale, z, normalized),
                    z,
                    normalized);
        }));
        calls.add(new KernelCall("normalizations.columnGradient", (set, slab) -> {
            Tensor variance = slab.allocate(set.dtype(), 1, columns);
            variance.fill(0.7);
            Tensor scale = random(set, slab, 1, columns, 3);
            Tensor normalized = random(set, slab, rows, columns, 4);
            Tensor shift = random(set, slab, 1, columns, 5);
            Tensor slope = random(set, slab, 1, columns, 6);
            Tensor delta = random(set, slab, rows, columns, 7);
            return new Prepared(
                    () -> set.kernels()
                            .normalizations()
                            .columnGradient(variance, 0.1, scale, normalized, shift, slope, delta),
                    delta);
        }));
        calls.add(new KernelCall("normalizations.standardizeRows", (set, slab) -> {
            Tensor z = random(set, slab, rows, columns, 1);
            Tensor scale = random(set, slab, 1, columns, 3);
            Tensor normalized = slab.allocate(set.dtype(), rows, columns);
            Tensor inverse = slab.allocate(set.dtype(), 1, rows);
            return new Prepared(
                    () -> set.kernels().normalizations().standardizeRows(0.1, scale, z, normalized, inverse),
                    z,
                    normalized,
                    inverse);
        }));
        calls.add(new KernelCall("normalizations.rowGradient", (set, slab) -> {
            Tensor inverse = random(set, slab, 1, rows, 1);
            Tensor scale = random(set, slab, 1, columns, 3);
            Tensor normalized = random(set, slab, rows, columns, 4);
            Tensor delta = random(set, slab, rows, columns, 7);
            return new Prepared(
                    () -> set.kernels().normalizations().rowGradient(inverse, scale, normalized, delta), delta);
        }));
        calls.add(new KernelCall("normalizations.columnDots", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor y = random(set, slab, rows, columns, 2);
            Tensor sums = slab.allocate(set.dtype(), 1, columns);
            return new Prepared(() -> set.kernels().normalizations().columnDots(x, y, sums), sums);
        }));
    }

    private static void members(List<KernelCall> calls, int rows, int columns) {
        // A row for each sample, or one for each of its members.
        for (int copies : new int[] {1, 3}) {
            members(calls, rows, copies, columns);
        }
        calls.add(new KernelCall("members.sums", (set, slab) -> {
            Tensor x = random(set, slab, 3 * rows, columns, 1);
            Tensor sums = slab.allocate(set.dtype(), 3, columns);
            return new Prepared(() -> set.kernels().members().sums(x, sums), sums);
        }));
        calls.add(new KernelCall("members.gradient", (set, slab) -> {
            Tensor x = random(set, slab, 3 * rows, columns, 1);
            Tensor factors = random(set, slab, 3, columns, 2);
            Tensor delta = random(set, slab, 3 * rows, columns, 3);
            Tensor sums = slab.allocate(set.dtype(), 3, columns);
            return new Prepared(() -> set.kernels().members().gradient(x, factors, delta, sums), delta, sums);
        }));
        Activation relu = Activation.relu();
        calls.add(new KernelCall("activate with a bias for each member", (set, slab) -> {
            Tensor z = random(set, slab, 3 * rows, columns, 1);
            Tensor bias = random(set, slab, 3, columns, 2);
            return new Prepared(() -> set.kernels().activate(relu, bias, null, 1, z, null), z);
        }));
    }

    private static void members(List<KernelCall> calls, int rows, int copies, int columns) {
        String from = copies > 1 ? " of members" : "";
        calls.add(new KernelCall("members.spread" + from, (set, slab) -> {
            Tensor x = random(set, slab, copies * rows, columns, 1);
            Tensor factors = random(set, slab, 3, columns, 2);
            Tensor y = slab.allocate(set.dtype(), 3 * rows, columns);
            return new Prepared(() -> set.kernels().members().spread(x, factors, y), y);
        }));
        for (boolean isAdded : new boolean[] {false, true}) {
            calls.add(new KernelCall("members.collect" + from + (isAdded ? " added" : ""), (set, slab) -> {
                Tensor x = random(set, slab, copies * rows, columns, 1);
                Tensor factors = random(set, slab, 3, columns, 2);
                Tensor y = random(set, slab, 3 * rows, columns, 3);
                return new Prepared(
                        () -> {
                            x.fill(0.5);
                            set.kernels().members().collect(y, factors, isAdded, x);
                        },
                        x);
            }));
        }
        calls.add(new KernelCall("members.dots" + from, (set, slab) -> {
            Tensor x = random(set, slab, copies * rows, columns, 1);
            Tensor y = random(set, slab, 3 * rows, columns, 2);
            Tensor sums = slab.allocate(set.dtype(), 2, columns);
            return new Prepared(() -> set.kernels().members().dots(x, y, 3, 1, sums), sums);
        }));
    }

    private static void waves(List<KernelCall> calls, int rows, int columns) {
        for (boolean isWhole : new boolean[] {false, true}) {
            String what = isWhole ? " with sines" : "";
            calls.add(new KernelCall("waves.waves" + what, (set, slab) -> {
                Tensor samples = random(set, slab, rows, 3, 1);
                Tensor frequencies = random(set, slab, 1, columns, 2);
                Tensor phases = isWhole ? random(set, slab, 1, columns, 3) : null;
                Tensor cosines = slab.allocate(set.dtype(), rows, columns);
                Tensor sines = slab.allocate(set.dtype(), rows, columns);
                return new Prepared(
                        () -> set.kernels()
                                .waves()
                                .waves(samples, 1, frequencies, phases, cosines, isWhole ? sines : null),
                        cosines,
                        sines);
            }));
            calls.add(new KernelCall("waves.waveGradient" + what, (set, slab) -> {
                Tensor cosines = random(set, slab, rows, columns, 1);
                Tensor sines = random(set, slab, rows, columns, 2);
                Tensor gradient = random(set, slab, rows, columns, 3);
                Tensor other = isWhole ? random(set, slab, rows, columns, 4) : null;
                return new Prepared(
                        () -> {
                            gradient.fill(0.5);
                            set.kernels().waves().waveGradient(cosines, sines, gradient, other);
                        },
                        gradient);
            }));
        }
    }

    private static void penalties(List<KernelCall> calls, int rows, int columns) {
        calls.add(new KernelCall("penalties.sumOfMagnitudes", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor total = slab.allocate(DType.F64, 1, 1);
            return new Prepared(() -> total.set(0, 0, set.kernels().penalties().sumOfMagnitudes(x)), x, total);
        }));
        calls.add(new KernelCall("penalties.addSign", (set, slab) -> {
            Tensor theta = random(set, slab, rows, columns, 1);
            theta.set(0, columns - 1, -0.0);
            Tensor gradient = random(set, slab, rows, columns, 2);
            return new Prepared(() -> set.kernels().penalties().addSign(1e-6, theta, gradient), theta, gradient);
        }));
        calls.add(new KernelCall("penalties.scale", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            return new Prepared(() -> set.kernels().penalties().scale(0.9999, x), x);
        }));
        calls.add(new KernelCall("penalties.clip", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            return new Prepared(() -> set.kernels().penalties().clip(0.5, x), x);
        }));
        calls.add(new KernelCall("penalties.limitRowNorms", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            return new Prepared(() -> set.kernels().penalties().limitRowNorms(1, x), x);
        }));
        calls.add(new KernelCall("add", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            Tensor y = random(set, slab, rows, columns, 2);
            Tensor z = slab.allocate(set.dtype(), rows, columns);
            return new Prepared(() -> set.kernels().add(x, y, z), x, y, z);
        }));
        calls.add(new KernelCall("dropOut", (set, slab) -> {
            Tensor x = random(set, slab, rows, columns, 1);
            DropoutMask mask = mask(set, slab, rows, columns);
            return new Prepared(() -> set.kernels().dropOut(mask, 0.75, x), x);
        }));
    }
}
