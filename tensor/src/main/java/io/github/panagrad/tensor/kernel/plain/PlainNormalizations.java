package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ColumnNormKernels;
import io.github.panagrad.tensor.kernel.RowNormKernels;

/** Batch and layer normalisation as plain loops in double. */
public final class PlainNormalizations implements ColumnNormKernels, RowNormKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    public PlainNormalizations(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void columnMoments(Tensor z, Tensor mean, Tensor variance) {
        for (int c = 0; c < z.columns(); c++) {
            double sum = 0;
            for (int r = 0; r < z.rows(); r++) {
                sum += elements.get(z, r, c);
            }
            double middle = sum / z.rows();
            double squares = 0;
            for (int r = 0; r < z.rows(); r++) {
                double distance = elements.get(z, r, c) - middle;
                squares += distance * distance;
            }
            elements.put(mean, c, middle);
            elements.put(variance, c, squares / z.rows());
        }
    }

    @Override
    public void standardizeColumns(
            Tensor mean, Tensor variance, double epsilon, Tensor scale, Tensor z, Tensor normalized) {
        for (int c = 0; c < z.columns(); c++) {
            double inverse = 1 / Math.sqrt(elements.at(variance, c) + epsilon);
            for (int r = 0; r < z.rows(); r++) {
                double unit = (elements.get(z, r, c) - elements.at(mean, c)) * inverse;
                elements.set(normalized, r, c, unit);
                elements.set(z, r, c, unit * elements.at(scale, c));
            }
        }
    }

    @Override
    public void columnGradient(
            Tensor variance,
            double epsilon,
            Tensor scale,
            Tensor normalized,
            Tensor shiftGradient,
            Tensor scaleGradient,
            Tensor delta) {
        int rows = delta.rows();
        for (int c = 0; c < delta.columns(); c++) {
            double factor = elements.at(scale, c) / Math.sqrt(elements.at(variance, c) + epsilon);
            double mean = elements.at(shiftGradient, c) / rows;
            double slope = elements.at(scaleGradient, c) / rows;
            for (int r = 0; r < rows; r++) {
                double above = elements.get(delta, r, c) - mean - elements.get(normalized, r, c) * slope;
                elements.set(delta, r, c, above * factor);
            }
        }
    }

    @Override
    public void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse) {
        int columns = z.columns();
        for (int r = 0; r < z.rows(); r++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += elements.get(z, r, c);
            }
            double mean = sum / columns;
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                double distance = elements.get(z, r, c) - mean;
                squares += distance * distance;
            }
            double factor = 1 / Math.sqrt(squares / columns + epsilon);
            elements.put(inverse, r, factor);
            for (int c = 0; c < columns; c++) {
                double unit = (elements.get(z, r, c) - mean) * factor;
                elements.set(normalized, r, c, unit);
                elements.set(z, r, c, unit * elements.at(scale, c));
            }
        }
    }

    @Override
    public void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta) {
        int columns = delta.columns();
        for (int r = 0; r < delta.rows(); r++) {
            double sum = 0;
            double dot = 0;
            for (int c = 0; c < columns; c++) {
                double above = elements.get(delta, r, c) * elements.at(scale, c);
                sum += above;
                dot += above * elements.get(normalized, r, c);
            }
            for (int c = 0; c < columns; c++) {
                double above = elements.get(delta, r, c) * elements.at(scale, c);
                double centred = above - sum / columns - elements.get(normalized, r, c) * dot / columns;
                elements.set(delta, r, c, centred * elements.at(inverse, r));
            }
        }
    }

    @Override
    public void columnDots(Tensor x, Tensor y, Tensor sums) {
        for (int c = 0; c < x.columns(); c++) {
            double sum = 0;
            for (int r = 0; r < x.rows(); r++) {
                sum += elements.get(x, r, c) * elements.get(y, r, c);
            }
            elements.put(sums, c, sum);
        }
    }

    @Override
    public void limitRowNorms(double limit, Tensor x) {
        for (int r = 0; r < x.rows(); r++) {
            double squares = 0;
            for (int c = 0; c < x.columns(); c++) {
                double v = elements.get(x, r, c);
                squares += v * v;
            }
            if (squares > limit * limit) {
                double factor = limit / Math.sqrt(squares);
                for (int c = 0; c < x.columns(); c++) {
                    elements.set(x, r, c, elements.get(x, r, c) * factor);
                }
            }
        }
    }
}
