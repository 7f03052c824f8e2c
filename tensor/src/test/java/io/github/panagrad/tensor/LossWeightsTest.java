package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import io.github.panagrad.tensor.ops.Losses;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of rows and label smoothing, against formulas written out, at sizes beside the registers'. */
class LossWeightsTest {
    private static final int[][] SHAPES = {{1, 2}, {3, 13}, {17, 3}, {5, 16}, {2, 207}, {131, 10}};
    private static final double SCALE = 0.25;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private static double[] weights(int rows) {
        double[] weights = new double[rows];
        for (int r = 0; r < rows; r++) {
            weights[r] = r % 4 * 0.75;
        }
        return weights;
    }

    /** What is computed for one row: its loss, and its gradient without scale. */
    private interface Row {
        double loss(int row, double[] gradient);
    }

    private interface Call {
        void run(Tensor delta, LossSum sum);
    }

    private void check(
            KernelSet set, int rows, int columns, double @Nullable [] weights, Call call, Row row, String what) {
        Guarded delta = Guarded.contiguous(slab, set.dtype(), rows, columns).filled(Double.NaN);
        LossSum sum = new LossSum();
        sum.loss = 5;
        call.run(delta.tensor(), sum);
        double loss = 5;
        double size = 5;
        double[] gradient = new double[columns];
        for (int r = 0; r < rows; r++) {
            double weight = weights == null ? 1 : weights[r];
            double one = row.loss(r, gradient);
            loss += weight * one;
            size += weight * (10 + Math.abs(one));
            for (int c = 0; c < columns; c++) {
                double allowed = 40 * set.epsilon() * SCALE * Math.max(1, weight);
                Matrices.assertClose(
                        weight * SCALE * gradient[c], delta.tensor().get(r, c), 0, allowed, what, r, c);
            }
        }
        Matrices.assertClose(loss, sum.loss, 0, 80 * set.epsilon() * size, what + ", loss", 0, 0);
        delta.assertIntact(what);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void weightedAndSmoothed(KernelSet set) {
        Losses losses = set.kernels().losses();
        for (int[] shape : SHAPES) {
            for (double smoothing : new double[] {0, 0.1, 0.9}) {
                for (double @Nullable [] weights : new double @Nullable [][] {null, weights(shape[0])}) {
                    for (double range : new double[] {1, 40}) {
                        cross(set, losses, shape[0], shape[1], smoothing, weights, range);
                    }
                }
            }
        }
    }

    private void cross(
            KernelSet set,
            Losses losses,
            int rows,
            int columns,
            double smoothing,
            double @Nullable [] weights,
            double range) {
        String what =
                set + " " + rows + "x" + columns + " smoothing " + smoothing + (weights == null ? "" : " weighted");
        Tensor logits = Matrices.random(slab, set.dtype(), rows, columns, 3, range);
        Tensor targets = slab.allocate(set.dtype(), rows, columns);
        MemorySegment labels = slab.allocateBytes((long) rows * Integer.BYTES);
        for (int r = 0; r < rows; r++) {
            labels.setAtIndex(ValueLayout.JAVA_INT, r, r * 7 % columns);
            for (int c = 0; c < columns; c++) {
                targets.set(r, c, (r + c) % 2);
            }
        }
        check(
                set,
                rows,
                columns,
                weights,
                (delta, sum) -> losses.sigmoidCrossEntropy(logits, targets, smoothing, weights, SCALE, delta, sum),
                (r, gradient) -> {
                    double loss = 0;
                    for (int c = 0; c < columns; c++) {
                        double z = logits.get(r, c);
                        double t = (r + c) % 2 == 1 ? 1 - smoothing / 2 : smoothing / 2;
                        loss += t * softplus(-z) + (1 - t) * softplus(z);
                        gradient[c] = 1 / (1 + StrictMath.exp(-z)) - t;
                    }
                    return loss;
                },
                what + " sigmoid");
        check(
                set,
                rows,
                columns,
                weights,
                (delta, sum) -> losses.softmaxCrossEntropy(logits, labels, smoothing, weights, SCALE, delta, sum),
                (r, gradient) -> {
                    double max = Double.NEGATIVE_INFINITY;
                    for (int c = 0; c < columns; c++) {
                        max = Math.max(max, logits.get(r, c));
                    }
                    double total = 0;
                    for (int c = 0; c < columns; c++) {
                        total += StrictMath.exp(logits.get(r, c) - max);
                    }
                    double loss = 0;
                    for (int c = 0; c < columns; c++) {
                        double below = logits.get(r, c) - max;
                        double t = (c == r * 7 % columns ? 1 - smoothing : 0) + smoothing / columns;
                        loss += t * (StrictMath.log(total) - below);
                        gradient[c] = StrictMath.exp(below) / total - t;
                    }
                    return loss;
                },
                what + " softmax");
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void weightsOfSquaresAndPoints(KernelSet set) {
        Losses losses = set.kernels().losses();
        OutputLoss fourth = new OutputLoss() {
            @Override
            public double value(double z, double y) {
                return (z - y) * (z - y) * (z - y) * (z - y);
            }

            @Override
            public double slope(double z, double y) {
                return 4 * (z - y) * (z - y) * (z - y);
            }

            @Override
            public boolean isClassification() {
                return false;
            }
        };
        for (int[] shape : SHAPES) {
            double[] weights = weights(shape[0]);
            Tensor outputs = Matrices.random(slab, set.dtype(), shape[0], shape[1], 3, 1);
            Tensor targets = Matrices.random(slab, set.dtype(), shape[0], shape[1], 4, 1);
            for (boolean squares : new boolean[] {true, false}) {
                check(
                        set,
                        shape[0],
                        shape[1],
                        weights,
                        (delta, sum) -> {
                            if (squares) {
                                losses.squaredError(outputs, targets, weights, SCALE, delta, sum);
                            } else {
                                losses.pointwise(fourth, outputs, targets, weights, SCALE, delta, sum);
                            }
                            assertEquals(0, sum.correct);
                        },
                        (r, gradient) -> {
                            double loss = 0;
                            for (int c = 0; c < gradient.length; c++) {
                                double d = outputs.get(r, c) - targets.get(r, c);
                                loss += squares ? d * d : d * d * d * d;
                                gradient[c] = squares ? d : 4 * d * d * d;
                            }
                            return loss;
                        },
                        set + " " + shape[0] + "x" + shape[1]);
            }
        }
    }

    /** A row of weight 0 is left out, whatever it holds; rights are counted all the same. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void weightZeroLeavesOut(KernelSet set) {
        Losses losses = set.kernels().losses();
        double[] weights = {0, 2};
        Tensor logits = slab.allocate(set.dtype(), 2, 3);
        logits.copyFrom(new double[][] {{Double.NaN, 1, 2}, {5, 0, 0}});
        Tensor targets = slab.allocate(set.dtype(), 2, 3);
        targets.set(1, 0, 1);
        MemorySegment labels = slab.allocateBytes(2 * Integer.BYTES);
        for (double smoothing : new double[] {0, 0.5}) {
            for (int kind = 0; kind < 3; kind++) {
                Tensor delta = slab.allocate(set.dtype(), 2, 3);
                delta.fill(7);
                LossSum sum = new LossSum();
                switch (kind) {
                    case 0 -> losses.sigmoidCrossEntropy(logits, targets, smoothing, weights, 1, delta, sum);
                    case 1 -> losses.softmaxCrossEntropy(logits, labels, smoothing, weights, 1, delta, sum);
                    default -> losses.squaredError(logits, targets, weights, 1, delta, sum);
                }
                assertTrue(Double.isFinite(sum.loss) && sum.loss > 0, set + " " + kind);
                assertEquals(0, delta.get(0, 0));
                assertEquals(0, delta.get(0, 2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void badArgumentsAreRefused(KernelSet set) {
        Losses losses = set.kernels().losses();
        Tensor x = slab.allocate(set.dtype(), 3, 2);
        LossSum sum = new LossSum();
        MemorySegment labels = slab.allocateBytes(3 * Integer.BYTES);
        String message = Refusal.of(() -> losses.squaredError(x, x, new double[2], 1, x, sum));
        assertTrue(message.contains("3 rows"), message);
        for (double smoothing : new double[] {-0.1, 1, Double.NaN}) {
            Refusal.of(() -> losses.sigmoidCrossEntropy(x, x, smoothing, null, 1, x, sum));
            Refusal.of(() -> losses.softmaxCrossEntropy(x, labels, smoothing, null, 1, x, sum));
        }
        Refusal.of(() -> losses.exponential(slab.allocate(set.dtype(), 3, 4).columnRange(0, 3)));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void exponentials(KernelSet set) {
        Tensor z = slab.allocate(set.dtype(), 1, 4);
        z.copyFrom(new double[][] {{0, 1, -1000, 1000}});
        set.kernels().losses().exponential(z);
        assertEquals(1, z.get(0, 0));
        assertEquals(Math.E, z.get(0, 1), 4 * set.epsilon());
        assertEquals(0, z.get(0, 2));
        assertEquals(Double.POSITIVE_INFINITY, z.get(0, 3));
    }
}
