package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits data sets into a training part and a validation part. Pure functions of their arguments: the same samples in
 * the same order and the same seed give the same parts. Each sample is in exactly one part, with its weight.
 */
public final class Splits {
    private Splits() {}

    /**
     * Splits by stratified sampling if the targets are class labels, otherwise at random.
     *
     * @param fraction the share of the validation part, in (0, 1)
     * @param seed determines the assignment of the samples
     * @throws IllegalArgumentException if the fraction is out of range or a part would have no samples
     */
    public static Dataset.Split of(Dataset data, double fraction, long seed) {
        return data.targets() instanceof Targets.Labels ? stratified(data, fraction, seed) : data.split(fraction, seed);
    }

    /**
     * Splits at random so that the classes have the same shares in both parts (stratified sampling).
     *
     * @throws IllegalArgumentException if the targets are not labels, or for the reasons of
     *     {@link #stratified(int[], double, long)}
     */
    public static Dataset.Split stratified(Dataset data, double fraction, long seed) {
        if (data.targets() instanceof Targets.Labels labels) {
            return stratified(ClassMembers.labels(data, labels), fraction, seed).of(data);
        }
        throw new IllegalArgumentException(
                "a stratified split needs class labels, found real targets: split at random instead");
    }

    /**
     * Splits at random so that the classes have the same shares in both parts. Of {@code n} samples the validation part
     * gets {@code fraction · n}, rounded, and of a class with {@code n_k} samples {@code fraction · n_k}, rounded up or
     * down: classes that would otherwise have no validation sample are rounded up first, then those with the largest
     * fractional part. At least one sample of every class is in the training part, so a class with a single sample is
     * in training only; many such classes make the validation part smaller.
     *
     * @param labels class numbers from 0, not necessarily contiguous; read
     * @param fraction the share of the validation part, in (0, 1)
     * @param seed determines the assignment of the samples
     * @throws IllegalArgumentException if the fraction is out of range or a part would have no samples
     */
    public static Fold stratified(int[] labels, double fraction, long seed) {
        requireFraction(fraction, labels.length);
        int[][] members = ClassMembers.shuffled(labels, RandomKey.of(seed));
        int[] held = allocate(members, fraction, labels.length);
        boolean[] validation = new boolean[labels.length];
        for (int k = 0; k < members.length; k++) {
            for (int i = 0; i < held[k]; i++) {
                validation[members[k][i]] = true;
            }
        }
        if (Arrays.stream(held).sum() == 0) {
            throw new IllegalArgumentException("cannot split off " + fraction + " of " + labels.length
                    + " samples by class: no class has more than one sample; split at random instead");
        }
        return byMask(validation);
    }

    private static void requireFraction(double fraction, int samples) {
        if (!(fraction > 0 && fraction < 1) || samples < 2) {
            throw new IllegalArgumentException("cannot split off " + fraction + " of " + samples
                    + " samples: the fraction must be in (0, 1), and there must be at least 2 samples");
        }
    }

    /** Returns the number of validation samples of each class. */
    private static int[] allocate(int[][] members, double fraction, int samples) {
        int[] held = new int[members.length];
        double[] cutOff = new double[members.length];
        int total = 0;
        for (int k = 0; k < members.length; k++) {
            double share = fraction * members[k].length;
            held[k] = (int) Math.floor(share);
            cutOff[k] = share - held[k];
            total += held[k];
        }
        int wanted = Math.clamp(Math.round(fraction * samples), 1, samples - 1);
        List<Integer> upFirst = IntStream.range(0, members.length)
                .boxed()
                .filter(k -> cutOff[k] > 0 && held[k] + 1 < members[k].length)
                .sorted(Comparator.comparing((Integer k) -> held[k] > 0)
                        .thenComparingDouble(k -> -cutOff[k])
                        .thenComparing(k -> k))
                .toList();
        for (int k : upFirst) {
            if (total < wanted) {
                held[k]++;
                total++;
            }
        }
        return held;
    }

    /**
     * Splits by a mask.
     *
     * @param validation whether a sample is in the validation part, for each sample of the set; read
     * @throws IllegalArgumentException if the length of the mask differs from the number of samples, or a part would
     *     have no samples
     */
    public static Dataset.Split byMask(Dataset data, boolean[] validation) {
        if (validation.length != data.size()) {
            throw new IllegalArgumentException("there are " + data.size() + " samples, but the validation mask has "
                    + validation.length + " elements");
        }
        return byMask(validation).of(data);
    }

    /**
     * Splits by a mask.
     *
     * @param validation whether a sample is in the validation part; read
     * @throws IllegalArgumentException if a part would have no samples
     */
    public static Fold byMask(boolean[] validation) {
        int[] held =
                IntStream.range(0, validation.length).filter(i -> validation[i]).toArray();
        int[] rest = IntStream.range(0, validation.length)
                .filter(i -> !validation[i])
                .toArray();
        if (held.length == 0 || rest.length == 0) {
            throw new IllegalArgumentException(held.length + " of " + validation.length
                    + " samples are marked for validation: both parts need at least one sample");
        }
        return new Fold(0, 0, rest, held);
    }
}
