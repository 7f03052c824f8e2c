package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.LossSum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax, and its cross-entropy with class labels. */
class SoftmaxTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1},
            new int[] {3, 2},
            new int[] {13, 3},
            new int[] {13, 10},
            new int[] {3, 17},
            new int[] {3, 64},
            new int[] {2, 207},
            new int[] {3, 1031},
            new int[] {431, 10});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private MemorySegment labels(int... labels) {
        MemorySegment segment = slab.allocateBytes((long) labels.length * Integer.BYTES);
        MemorySegment.copy(labels, 0, segment, ValueLayout.JAVA_INT, 0, labels.length);
        return segment;
    }

    private static double[] softmax(double[] z) {
        double max = Arrays.stream(z).max().orElseThrow();
        double[] p = Arrays.stream(z).map(x -> StrictMath.exp(x - max)).toArray();
        double total = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / total).toArray();
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rowsBecomeProbabilities(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (double range : new double[] {0.1, 10, 1000}) {
                Guarded z = Guarded.contiguous(slab, set.dtype(), shape[0], shape[1])
                        .random(1, range);
                double[][] expected = z.tensor().toArray();
                Arrays.setAll(expected, r -> softmax(expected[r]));
                set.kernels().softmax(z.tensor());
                String what = set + " softmax " + shape[0] + "x" + shape[1] + " within " + range;
                // A logit's distance to the largest is rounded: that magnifies by the distance.
                double relative = (16 + shape[1] / 16.0 + 2 * range) * set.epsilon();
                Matrices.assertClose(expected, z.tensor(), relative, Float.MIN_NORMAL, what);
                z.assertIntact(what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void addsUpTheLossAndWritesTheGradient(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (double range : new double[] {0.1, 10, 1000}) {
                check(set, shape[0], shape[1], range);
            }
        }
    }

    private void check(KernelSet set, int rows, int columns, double range) {
        Guarded logits = Guarded.contiguous(slab, set.dtype(), rows, columns).random(2, range);
        int[] label = new int[rows];
        for (int r = 0; r < rows; r++) {
            label[r] = (r * 7 + columns - 1) % columns;
        }
        Guarded delta = Guarded.contiguous(slab, set.dtype(), rows, columns).filled(Double.NaN);
        double[][] z = logits.tensor().toArray();
        double scale = 1.0 / rows;
        LossSum sum = new LossSum();
        sum.loss = 5;
        sum.correct = 7;

        set.kernels().losses().softmaxCrossEntropy(logits.tensor(), labels(label), scale, delta.tensor(), sum);

        String what = set + " " + rows + "x" + columns + " within " + range;
        double loss = 5;
        double size = 5;
        int correct = 7;
        for (int r = 0; r < rows; r++) {
            double[] p = softmax(z[r]);
            int best = 0;
            for (int c = 0; c < columns; c++) {
                best = z[r][c] > z[r][best] ? c : best;
                double wanted = (p[c] - (c == label[r] ? 1 : 0)) * scale;
                double relative = (16 + columns / 16.0 + 2 * range) * set.epsilon();
                Matrices.assertClose(
                        wanted,
                        delta.tensor().get(r, c),
                        relative,
                        8 * set.epsilon() * scale + Float.MIN_NORMAL,
                        what,
                        r,
                        c);
            }
            loss += z[r][best] - z[r][label[r]] - StrictMath.log(p[best]);
            size += 1 + range;
            correct += best == label[r] ? 1 : 0;
        }
        Matrices.assertClose(loss, sum.loss, 0, (8 + columns / 16.0) * set.epsilon() * size, what + ", loss", 0, 0);
        assertEquals(correct, sum.correct, what);
        delta.assertIntact(what);
        assertArrayEquals(z, logits.tensor().toArray(), what);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void theLowestClassWinsATie(KernelSet set) {
        for (int columns : new int[] {2, 13, 17, 40}) {
            for (int first = 0; first < columns - 1; first++) {
                Tensor logits = slab.allocate(set.dtype(), 1, columns);
                logits.fill(-1);
                logits.set(0, first, 2);
                logits.set(0, columns - 1, 2);
                Tensor delta = slab.allocate(set.dtype(), 1, columns);
                LossSum sum = new LossSum();
                set.kernels().losses().softmaxCrossEntropy(logits, labels(first), 1, delta, sum);
                assertEquals(1, sum.correct);
                set.kernels().losses().softmaxCrossEntropy(logits, labels(columns - 1), 1, delta, sum);
                assertEquals(1, sum.correct);
            }
            Tensor even = slab.allocate(set.dtype(), 1, columns);
            even.set(0, 1, -0.0);
            LossSum sum = new LossSum();
            set.kernels().losses().softmaxCrossEntropy(even, labels(0), 1, slab.allocate(set.dtype(), 1, columns), sum);
            assertEquals(1, sum.correct);
            assertEquals(StrictMath.log(columns), sum.loss, 8 * set.epsilon() * columns);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatIsNoNumberShowsInTheLoss(KernelSet set) {
        for (int columns : new int[] {1, 3, 13, 17, 40}) {
            for (int place = 0; place < columns; place += 6) {
                Tensor logits = slab.allocate(set.dtype(), 1, columns);
                Tensor delta = slab.allocate(set.dtype(), 1, columns);
                for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                    logits.fill(0);
                    logits.set(0, place, bad);
                    LossSum sum = new LossSum();
                    set.kernels().losses().softmaxCrossEntropy(logits, labels(0), 1, delta, sum);
                    assertEquals(Double.NaN, sum.loss, set + " " + bad + " at " + place + " of " + columns);
                }
                // A class of probability 0: an infinite loss if it is the label, and none otherwise.
                logits.fill(0);
                logits.set(0, place, Double.NEGATIVE_INFINITY);
                if (columns > 1) {
                    LossSum sum = new LossSum();
                    set.kernels().losses().softmaxCrossEntropy(logits, labels(place), 1, delta, sum);
                    assertEquals(Double.POSITIVE_INFINITY, sum.loss);
                    assertEquals(-1, delta.get(0, place));
                    sum.clear();
                    int other = place == 0 ? 1 : 0;
                    set.kernels().losses().softmaxCrossEntropy(logits, labels(other), 1, delta, sum);
                    assertEquals(StrictMath.log(columns - 1), sum.loss, 8 * set.epsilon() * columns);
                    assertEquals(0, delta.get(0, place));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void labelsThatAreNoClassesAreRefused(KernelSet set) {
        Guarded logits = Guarded.contiguous(slab, set.dtype(), 3, 13).random(1, 1);
        Guarded delta = Guarded.contiguous(slab, set.dtype(), 3, 13);
        LossSum sum = new LossSum();
        for (int bad : new int[] {-1, 13, 14, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> set.kernels()
                            .losses()
                            .softmaxCrossEntropy(logits.tensor(), labels(0, bad, 0), 1, delta.tensor(), sum));
        }
        delta.assertIntact("bad labels");
        String message = Refusal.of(() ->
                set.kernels().losses().softmaxCrossEntropy(logits.tensor(), labels(1, 2), 1, delta.tensor(), sum));
        assertTrue(message.contains("3 rows"), message);
        Refusal.of(() -> set.kernels()
                .losses()
                .softmaxCrossEntropy(
                        logits.tensor(), labels(1, 2, 3), 1, delta.tensor().rowRange(0, 2), sum));
        Refusal.of(() -> set.kernels().softmax(slab.allocate(set.dtype(), 3, 4).columnRange(0, 3)));
    }
}
