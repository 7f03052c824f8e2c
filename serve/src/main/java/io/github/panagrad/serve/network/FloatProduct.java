package io.github.panagrad.serve.network;

import java.util.Arrays;

/**
 * A product in float. The weights of each input, or of each of a few outputs, are an array of their own, because C2 vectorises loops over
 * several arrays if they have the same index.
 */
final class FloatProduct implements Product {
    private final float[][] weights;
    private final int inputs;
    private final int outputs;

    FloatProduct(float[] rows, int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        boolean few = outputs <= FEW_OUTPUTS;
        weights = few ? new float[outputs][inputs] : new float[inputs][outputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                weights[few ? o : i][few ? i : o] = rows[o * inputs + i];
            }
        }
    }

    @Override
    public void multiply(double[] x, int at, int stride, double[] y, int to, int step, int rows, Scratch scratch) {
        if (outputs <= FEW_OUTPUTS) {
            for (int r = 0; r < rows; r++) {
                sumRows(x, at + r * stride, y, to + r * step);
            }
        } else if (rows == 1 || (long) inputs * outputs <= CACHED) {
            for (int r = 0; r < rows; r++) {
                sumColumns(x, at + r * stride, y, to + r * step, scratch);
            }
        } else {
            sumColumns(x, at, stride, y, to, step, rows, scratch);
        }
    }

    private void sumRows(double[] x, int at, double[] y, int to) {
        for (int o = 0; o < outputs; o++) {
            float[] w = weights[o];
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            int i = 0;
            for (; i <= inputs - BLOCK; i += BLOCK) {
                a += (float) x[at + i] * w[i];
                b += (float) x[at + i + 1] * w[i + 1];
                c += (float) x[at + i + 2] * w[i + 2];
                d += (float) x[at + i + 3] * w[i + 3];
            }
            for (; i < inputs; i++) {
                a += (float) x[at + i] * w[i];
            }
            y[to + o] = (a + b) + (c + d);
        }
    }

    /** For one row, of which only the inputs that are not 0 matter: of one-hot columns that is one each. */
    private void sumColumns(double[] x, int at, double[] y, int to, Scratch scratch) {
        int[] present = scratch.positions;
        int count = 0;
        for (int i = 0; i < inputs; i++) {
            present[count] = i;
            count += x[at + i] != 0 ? 1 : 0;
        }
        float[] sums = scratch.floatSums[0];
        Arrays.fill(sums, 0, outputs, 0);
        int p = 0;
        for (; p <= count - BLOCK; p += BLOCK) {
            int i = present[p];
            int j = present[p + 1];
            int k = present[p + 2];
            int l = present[p + 3];
            add(sums, (float) x[at + i], i, (float) x[at + j], j, (float) x[at + k], k, (float) x[at + l], l);
        }
        for (; p < count; p++) {
            add(sums, (float) x[at + present[p]], present[p]);
        }
        for (int o = 0; o < outputs; o++) {
            y[to + o] = sums[o];
        }
    }

    /** For many rows and many weights, with each block of these used for all rows while it is in the cache. */
    private void sumColumns(double[] x, int at, int stride, double[] y, int to, int step, int rows, Scratch scratch) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(scratch.floatSums[r], 0, outputs, 0);
        }
        int i = 0;
        for (; i <= inputs - BLOCK; i += BLOCK) {
            for (int r = 0; r < rows; r++) {
                int row = at + r * stride + i;
                float a = (float) x[row];
                float b = (float) x[row + 1];
                float c = (float) x[row + 2];
                float d = (float) x[row + 3];
                if (a != 0 || b != 0 || c != 0 || d != 0) {
                    add(scratch.floatSums[r], a, i, b, i + 1, c, i + 2, d, i + 3);
                }
            }
        }
        for (; i < inputs; i++) {
            for (int r = 0; r < rows; r++) {
                add(scratch.floatSums[r], (float) x[at + r * stride + i], i);
            }
        }
        for (int r = 0; r < rows; r++) {
            float[] sums = scratch.floatSums[r];
            for (int o = 0; o < outputs; o++) {
                y[to + r * step + o] = sums[o];
            }
        }
    }

    // C2 vectorises the loops of these two.

    private void add(float[] sums, float a, int i, float b, int j, float c, int k, float d, int l) {
        float[] first = weights[i];
        float[] second = weights[j];
        float[] third = weights[k];
        float[] fourth = weights[l];
        for (int o = 0; o < outputs; o++) {
            sums[o] += a * first[o] + b * second[o] + c * third[o] + d * fourth[o];
        }
    }

    private void add(float[] sums, float a, int i) {
        float[] w = weights[i];
        for (int o = 0; o < outputs; o++) {
            sums[o] += a * w[o];
        }
    }
}
