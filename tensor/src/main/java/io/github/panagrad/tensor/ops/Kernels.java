package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.UpdateStep;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a backend on tensors of one element type: shapes are checked here, a few integer comparisons per
 * call, and then trusted.
 *
 * <p>Threads may share an instance; what they write must not overlap. Nothing here allocates. Scalars are {@code
 * double} and narrow to the element type. Every method throws {@link IllegalArgumentException} for shapes that do not
 * fit, before anything is written, and {@link IllegalStateException} if the memory was closed.
 *
 * <p>{@code keep} is the probability that dropout keeps an element, {@code 1 - p}; without a mask it is not used.
 */
public final class Kernels {
    /** What the names of those {@link #traits} begin with that describe the library. */
    public static final String LIBRARY = "openblas";

    private final DType dtype;
    private final KernelFamilies families;
    private final Normalizations normalizations;
    private final Penalties penalties;
    private final Losses losses;
    private final Members members;
    private final Waves waves;

    Kernels(DType dtype, KernelFamilies families) {
        this.dtype = dtype;
        this.families = families;
        this.normalizations = new Normalizations(this, families.columnNorms(), families.rowNorms());
        this.penalties = new Penalties(this, families.penalties(), families.rowNorms());
        this.losses = new Losses(dtype, families.losses());
        this.members = new Members(this, families.members());
        this.waves = new Waves(this, families.waves());
    }

    /**
     * Returns the kernels of a backend for an element type.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if it is {@link Backend#NATIVE} and OpenBLAS cannot be loaded
     */
    public static Kernels of(Backend backend, DType dtype) {
        return KernelProvider.kernels(backend, dtype);
    }

    /**
     * Returns what the bits of a backend's results depend on, by name: the version of OpenBLAS, the processor kernel that it
     * chose and where it came from, in names that begin with {@link #LIBRARY}, and the size of the registers of the other kernels, 0 where they are plain loops; nothing for {@link
     * Backend#JAVA}, which has the same bits everywhere.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if it is {@link Backend#NATIVE} and OpenBLAS cannot be loaded
     */
    public static Map<String, String> traits(Backend backend) {
        return KernelProvider.traits(backend);
    }

    /** Returns the element type of every tensor given to these kernels. */
    public DType dtype() {
        return dtype;
    }

    /** Returns batch and layer normalisation. */
    public Normalizations normalizations() {
        return normalizations;
    }

    /** Returns penalties on weights and limits of gradients. */
    public Penalties penalties() {
        return penalties;
    }

    /** Returns the losses. */
    public Losses losses() {
        return losses;
    }

    /** Returns the operations on the members of an ensemble that are rows of one batch. */
    public Members members() {
        return members;
    }

    /** Returns cosines and sines of numbers times frequencies. */
    public Waves waves() {
        return waves;
    }

    /**
     * {@code c = alpha * op(a) * op(b) + beta * c}, where {@code op} transposes if requested.
     *
     * @param transA whether to transpose a
     * @param transB whether to transpose b
     * @param a m x k, or k x m if transposed; read
     * @param b k x n, or n x k if transposed; read
     * @param c m x n; written, and read only if {@code beta} is not 0; must not overlap a or b
     */
    public void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
        int m = transA ? a.columns() : a.rows();
        int k = transA ? a.rows() : a.columns();
        int n = transB ? b.rows() : b.columns();
        int depth = transB ? b.columns() : b.rows();
        if (c.rows() != m || c.columns() != n || depth != k || k == 0) {
            throw new IllegalArgumentException("cannot multiply " + a.shape() + (transA ? "ᵀ" : "") + " by " + b.shape()
                    + (transB ? "ᵀ" : "") + " into " + c.shape());
        }
        requireType(a, b, c);
        if (m > 0 && n > 0) {
            families.matrix().gemm(transA, transB, alpha, a, b, beta, c);
        }
    }

    /**
     * {@code y = xᵀ}.
     *
     * @param x m x n; read
     * @param y n x m; written; must not overlap x
     */
    public void transpose(Tensor x, Tensor y) {
        if (x.rows() != y.columns() || x.columns() != y.rows()) {
            throw new IllegalArgumentException("cannot transpose " + x.shape() + " into " + y.shape());
        }
        requireType(x, y);
        families.transposes().transpose(x, y);
    }

    /**
     * Returns whether {@link #gemm} of m x k and a transposed n x k is faster if the second is first copied by {@link
     * #transpose}.
     */
    public boolean isFasterCopied(int m, int n, int k) {
        return families.transposes().isTransposeFast() && families.matrix().isSlowTransposed(m, n, k);
    }

    /**
     * {@code y = y + alpha * x}.
     *
     * @param x contiguous; read
     * @param y the same shape, contiguous; read and written
     */
    public void axpy(double alpha, Tensor x, Tensor y) {
        requireSame(x, y);
        requireContiguous(x);
        requireContiguous(y);
        families.matrix().axpy(alpha, x, y);
    }

    /**
     * {@code z = f(z + bias) * mask / keep}: bias, activation and inverted dropout in one pass.
     *
     * @param f any but {@link Activation.PRelu}, which has {@link #prelu}, and {@link Activation.Parametric}, which have {@link
     *     #parametric}
     * @param bias 1 x n, or k x n for k members: row r of z gets row {@code r mod k}; read
     * @param mask m x n or null for none; read
     * @param z m x n; read and written
     * @param slopes m x n, written with {@code f'(z + bias)}, without the mask; or null, as it must be unless {@link
     *     Activation#keepsSlope}
     */
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        requireBias(bias, z);
        requireType(bias, z);
        requireMask(mask, keep, z);
        requireWithoutParameters(f);
        if (slopes != null) {
            requireKept(f, z, slopes);
        }
        families.activations().activate(f, bias, mask, keep, z, slopes);
    }

    /**
     * {@code delta = delta * f'(z) * mask / keep}: the gradient through activation and dropout.
     *
     * @param f any but {@link Activation.PRelu}, which has {@link #preluGradient}, and {@link Activation.Parametric}, which have
     *     {@link #parametricGradient}
     * @param output m x n, what {@link #activate} wrote, with the same mask; read, but not if there are slopes
     * @param slopes m x n, what {@link #activate} wrote there, if {@link Activation#keepsSlope}, else null; read
     * @param mask m x n or null for none; read
     * @param delta m x n, the gradient with respect to output; read, and written with that to z
     */
    public void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta) {
        requireSame(output, delta);
        requireMask(mask, keep, delta);
        requireWithoutParameters(f);
        if (slopes != null) {
            requireKept(f, delta, slopes);
        } else if (f.keepsSlope()) {
            throw new IllegalArgumentException(f.name() + " needs the slopes that were kept");
        }
        families.activations().activationGradient(f, output, slopes, mask, keep, delta);
    }

    /**
     * {@code z = f(z + bias) * mask / keep} with {@code f(z) = z} where {@code z > 0}, else {@code slope z}: {@link
     * Activation.PRelu}.
     *
     * @param bias 1 x n, or k x n for k members: row r of z gets row {@code r mod k}; read
     * @param slope 1 x n, a slope for each column; read
     * @param mask m x n or null for none; read
     * @param z m x n; read and written
     * @param kept m x n, written with {@code z + bias}; or null
     */
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        requireBias(bias, z);
        requireVector(slope, z.columns());
        requireType(bias, slope, z);
        requireMask(mask, keep, z);
        if (kept != null) {
            requireSame(z, kept);
        }
        families.prelu().prelu(bias, slope, mask, keep, z, kept);
    }

    /**
     * The gradient through {@link #prelu}, with {@code d = delta * mask / keep}: {@code delta = d} where {@code kept > 0},
     * else {@code d * slope}, for both zeros, too, and {@code slopeGradient = sum over the rows of d * min(0, kept)}, in the
     * order of the rows. An element whose d is 0 adds nothing, whatever was kept.
     *
     * @param kept m x n, what {@link #prelu} wrote there; read
     * @param slope 1 x n; read
     * @param mask m x n or null for none; read
     * @param delta m x n, the gradient with respect to the output; read, and written with that to z
     * @param slopeGradient 1 x n; written
     */
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        requireSame(kept, delta);
        requireVector(slope, delta.columns());
        requireVector(slopeGradient, delta.columns());
        requireType(slope, slopeGradient);
        requireMask(mask, keep, delta);
        families.prelu().preluGradient(kept, slope, mask, keep, delta, slopeGradient);
    }

    /**
     * {@code z = (s f(x) + (1 - s) x) * mask / keep} with {@code x = z + bias}: {@link Activation.Parametric}.
     *
     * @param bias 1 x n, or k x n for k members: row r of z gets row {@code r mod k}; read
     * @param share 1 x n, s of each column; read
     * @param mask m x n or null for none; read
     * @param z m x n; read and written
     * @param slopes m x n, written with {@code s f'(x) + 1 - s}, without the mask; or null
     * @param rises m x n, written with {@code f(x) - x}; null if there are no slopes
     */
    public void parametric(
            Activation.Parametric f,
            Tensor bias,
            Tensor share,
            @Nullable DropoutMask mask,
            double keep,
            Tensor z,
            @Nullable Tensor slopes,
            @Nullable Tensor rises) {
        requireBias(bias, z);
        requireVector(share, z.columns());
        requireType(bias, share, z);
        requireMask(mask, keep, z);
        if ((slopes == null) != (rises == null)) {
            throw new IllegalArgumentException(f.name() + " needs both its slopes and its rises, or neither");
        }
        if (slopes != null && rises != null) {
            requireSame(z, slopes);
            requireSame(z, rises);
        }
        families.parametric().parametric(f, bias, share, mask, keep, z, slopes, rises);
    }

    /**
     * The gradient through {@link #parametric}, with {@code d = delta * mask / keep}: {@code delta = d slopes}, and {@code
     * shareGradient = sum over the rows of d rises}, in the order of the rows. An element whose d is 0 adds nothing, whatever was
     * kept.
     *
     * @param slopes m x n, what {@link #parametric} wrote there; read
     * @param rises m x n, what {@link #parametric} wrote there; read
     * @param mask m x n or null for none; read
     * @param delta m x n, the gradient with respect to the output; read, and written with that to x
     * @param shareGradient 1 x n; written
     */
    public void parametricGradient(
            Tensor slopes, Tensor rises, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor shareGradient) {
        requireSame(slopes, delta);
        requireSame(rises, delta);
        requireVector(shareGradient, delta.columns());
        requireType(delta, shareGradient);
        requireMask(mask, keep, delta);
        families.parametric().parametricGradient(slopes, rises, mask, keep, delta, shareGradient);
    }

    /**
     * Fills a dropout mask: an element is dropped with a probability, to the nearest 1/65536, decided by the key, the
     * number of its row and its column alone.
     *
     * @param mask whole rows; written
     * @param key the bits of a {@link io.github.panagrad.tensor.RandomKey}
     * @param firstRow the number of the mask's first row within the batch
     * @param dropProbability in [0, 1)
     */
    public void fillMask(DropoutMask mask, long key, int firstRow, double dropProbability) {
        if (!(dropProbability >= 0 && dropProbability < 1) || firstRow < 0) {
            throw new IllegalArgumentException("drop probability " + dropProbability
                    + " is not in [0, 1), or first row " + firstRow + " negative");
        }
        if (!mask.isContiguous()) {
            throw new IllegalArgumentException("a mask is filled by whole rows");
        }
        families.dropout().fillMask(mask, key, firstRow, (int) Math.round(dropProbability * 65536));
    }

    /** {@code z = 1 / (1 + exp(-z))}; contiguous. */
    public void sigmoid(Tensor z) {
        requireContiguous(z);
        requireType(z);
        families.activations().sigmoid(z);
    }

    /** Each row: {@code z = exp(z) / sum(exp(z))}, without overflow; contiguous. */
    public void softmax(Tensor z) {
        requireContiguous(z);
        requireType(z);
        families.losses().softmax(z);
    }

    /**
     * {@code y = w x}, on the calling thread and without entering OpenBLAS, so that any number of threads may call it.
     *
     * @param w m x n; read
     * @param x 1 x n; read
     * @param y 1 x m; written
     */
    public void matrixVector(Tensor w, Tensor x, Tensor y) {
        requireVector(x, w.columns());
        requireVector(y, w.rows());
        requireType(w, x, y);
        families.sums().matrixVector(w, x, y);
    }

    /**
     * Sums each column, in the order of the rows.
     *
     * @param x m x n; read
     * @param sums 1 x n; written
     */
    public void columnSums(Tensor x, Tensor sums) {
        requireVector(sums, x.columns());
        requireType(x, sums);
        families.sums().columnSums(x, sums);
    }

    /** Returns the sum of the squares of a contiguous tensor. */
    public double sumOfSquares(Tensor x) {
        requireContiguous(x);
        requireType(x);
        return families.sums().sumOfSquares(x);
    }

    /**
     * {@code z = x + y}.
     *
     * @param x m x n; read
     * @param y m x n; read
     * @param z m x n; written; may be x or y
     */
    public void add(Tensor x, Tensor y, Tensor z) {
        requireSame(x, y);
        requireSame(x, z);
        families.sums().add(x, y, z);
    }

    /**
     * {@code x = x * mask / keep}: inverted dropout alone.
     *
     * @param mask m x n; read
     * @param x m x n; read and written
     */
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        requireMask(mask, keep, x);
        requireType(x);
        families.dropout().dropOut(mask, keep, x);
    }

    /**
     * Sets those elements of a loss's gradient to 0 that are too small to show in any update: below 2^-84 in float32 and 2^-980 in
     * float64. They come from samples of which the network is all but certain. Their products in the layers below would be
     * subnormal numbers, with which processors calculate several times more slowly.
     *
     * @param x m x n, contiguous; read and written
     */
    public void flush(Tensor x) {
        requireContiguous(x);
        requireType(x);
        families.losses().flush(x);
    }

    /**
     * Gathers rows of a table into a batch, converted and scaled.
     *
     * @param source n columns; read
     * @param order numbers of rows of the table
     * @param from the position in {@code order} of the batch's first row
     * @param destination m x n, contiguous; written
     * @throws IndexOutOfBoundsException if {@code order} is too short or names a row that does not exist
     */
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        if (source.columns() != destination.columns()) {
            throw new IllegalArgumentException(
                    "rows of " + source.columns() + " columns do not fit into a batch of " + destination.columns());
        }
        requireContiguous(destination);
        requireType(destination);
        Objects.checkFromIndexSize(from, destination.rows(), order.length);
        families.gathers().gather(source, order, from, destination);
    }

    /**
     * Looks up the vectors of categories: {@code vectors[i] = table[samples[i][column]]}.
     *
     * @param table a row for each category, contiguous; read
     * @param samples m rows; read
     * @param vectors m rows as wide as the table's; written
     * @throws IllegalArgumentException naming the value, if it is no row of the table
     */
    public void lookUp(Tensor table, Tensor samples, int column, Tensor vectors) {
        requireRows(samples, vectors);
        requireWidth(table, vectors);
        Objects.checkIndex(column, samples.columns());
        families.gathers().lookUp(table, samples, column, vectors);
    }

    /**
     * Adds up rows by category, in the order of the samples; those of other categories than are asked for are left out.
     *
     * @param delta m rows; read
     * @param samples m rows; read
     * @param column the column of samples with the category
     * @param first the category that the first sum is for
     * @param sums a row for each category from the first on, as wide as delta's, contiguous; written
     */
    public void addUp(Tensor delta, Tensor samples, int column, int first, Tensor sums) {
        requireRows(samples, delta);
        requireWidth(sums, delta);
        Objects.checkIndex(column, samples.columns());
        families.gathers().addUp(delta, samples, column, first, sums);
    }

    private void requireRows(Tensor x, Tensor y) {
        requireType(x, y);
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException("must have as many rows: " + x.shape() + " vs " + y.shape());
        }
    }

    private void requireWidth(Tensor table, Tensor rows) {
        requireType(table);
        requireContiguous(table);
        if (table.columns() != rows.columns()) {
            throw new IllegalArgumentException("must have as many columns: " + table.shape() + " vs " + rows.shape());
        }
    }

    /**
     * Makes an optimiser's step, one pass over the parameters, their gradient and the optimiser's state: contiguous
     * tensors of one shape.
     *
     * <p>The Vector API's kernels set to 0 what is nearly subnormal, because arithmetic with subnormal numbers is many times
     * slower: in states, numbers below about 1e-35 in float32, and in gradients whose squares are averaged, below 4e-15.
     *
     * @param step which rule and with what numbers; says what it does to theta and the state
     * @param theta read and written
     * @param gradient read
     * @param state the rule's states, or more; read and written
     */
    public void update(UpdateStep step, Decay decay, Tensor theta, Tensor gradient, Tensor[] state) {
        if (state.length < step.states()) {
            throw new IllegalArgumentException("the update has " + step.states() + " states, found " + state.length);
        }
        requireContiguous(theta);
        requireLike(theta, gradient);
        for (int i = 0; i < step.states(); i++) {
            requireLike(theta, state[i]);
        }
        families.updates().update(step, decay, theta, gradient, state);
    }

    private void requireLike(Tensor theta, Tensor other) {
        requireSame(theta, other);
        requireContiguous(other);
    }

    private static void requireMask(@Nullable DropoutMask mask, double keep, Tensor z) {
        if (mask == null) {
            return;
        }
        if (mask.rows() != z.rows() || mask.columns() != z.columns() || !(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException("a " + mask.rows() + "x" + mask.columns() + " mask with keep " + keep
                    + " does not fit " + z.shape());
        }
    }

    private static void requireWithoutParameters(Activation f) {
        if (f instanceof Activation.PRelu || f instanceof Activation.Parametric) {
            throw new IllegalArgumentException(f.name() + " has parameters that are learned, and kernels of its own");
        }
    }

    private void requireKept(Activation f, Tensor z, Tensor slopes) {
        if (!f.keepsSlope()) {
            throw new IllegalArgumentException(f.name() + " keeps no slopes");
        }
        requireSame(z, slopes);
    }

    private static void requireBias(Tensor bias, Tensor z) {
        if (bias.columns() != z.columns() || bias.rows() < 1 || z.rows() % bias.rows() != 0) {
            throw new IllegalArgumentException("a bias of " + bias.shape() + " does not fit " + z.shape());
        }
    }

    static void requireVector(Tensor vector, int columns) {
        if (vector.rows() != 1 || vector.columns() != columns) {
            throw new IllegalArgumentException("must be 1x" + columns + ", found " + vector.shape());
        }
    }

    void requireSame(Tensor x, Tensor y) {
        if (x.rows() != y.rows() || x.columns() != y.columns()) {
            throw new IllegalArgumentException("must be same shape: " + x.shape() + " vs " + y.shape());
        }
        requireType(x, y);
    }

    static void requireContiguous(Tensor x) {
        if (!x.isContiguous()) {
            throw new IllegalArgumentException("must be contiguous: " + x.shape() + " with stride " + x.stride());
        }
    }

    void requireType(Tensor x) {
        if (x.dtype() != dtype) {
            throw new IllegalArgumentException("these kernels are for " + dtype.label() + ", found " + x);
        }
    }

    void requireType(Tensor x, Tensor y) {
        requireType(x);
        requireType(y);
    }

    void requireType(Tensor x, Tensor y, Tensor z) {
        requireType(x, y);
        requireType(z);
    }
}
