package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MemberKernels;

/** The members of an ensemble as rows, as plain loops in double. */
final class PlainMembers implements MemberKernels {
    private final Elements elements;

    /** Makes the kernels of one element type. */
    PlainMembers(DType dtype) {
        this.elements = new Elements(dtype);
    }

    @Override
    public void spread(Tensor x, Tensor factors, Tensor y) {
        int members = factors.rows();
        int copies = x.rows() == y.rows() ? 1 : members;
        for (int r = 0; r < y.rows(); r++) {
            for (int c = 0; c < y.columns(); c++) {
                elements.set(y, r, c, elements.get(x, r / copies, c) * elements.get(factors, r % members, c));
            }
        }
    }

    @Override
    public void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x) {
        int members = factors.rows();
        int copies = x.rows() == y.rows() ? 1 : members;
        for (int r = 0; r < x.rows(); r++) {
            for (int c = 0; c < x.columns(); c++) {
                double sum = isAdded ? elements.get(x, r, c) : 0;
                for (int row = r * copies; row < (r + 1) * copies; row++) {
                    sum += elements.get(y, row, c) * elements.get(factors, row % members, c);
                }
                elements.set(x, r, c, sum);
            }
        }
    }

    @Override
    public void dots(Tensor x, Tensor y, int members, int first, Tensor sums) {
        int copies = x.rows() == y.rows() ? 1 : members;
        for (int i = 0; i < sums.rows(); i++) {
            for (int c = 0; c < sums.columns(); c++) {
                double sum = 0;
                for (int row = first + i; row < y.rows(); row += members) {
                    sum += elements.get(x, row / copies, c) * elements.get(y, row, c);
                }
                elements.set(sums, i, c, sum);
            }
        }
    }

    @Override
    public void sums(Tensor x, Tensor sums) {
        for (int i = 0; i < sums.rows(); i++) {
            for (int c = 0; c < sums.columns(); c++) {
                double sum = 0;
                for (int row = i; row < x.rows(); row += sums.rows()) {
                    sum += elements.get(x, row, c);
                }
                elements.set(sums, i, c, sum);
            }
        }
    }

    @Override
    public void gradient(Tensor x, Tensor factors, Tensor delta, Tensor sums) {
        int members = factors.rows();
        dots(x, delta, members, 0, sums);
        spread(delta, factors, delta);
    }
}
