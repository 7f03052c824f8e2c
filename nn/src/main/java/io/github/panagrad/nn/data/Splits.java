package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ways to divide samples into those to train on and those to judge by. Pure functions of their arguments: the same samples in
 * the same order and the same seed give the same parts. Each sample is in one of them, and weights go along.
 */
public final class Splits {
    private Splits() {}

    /**
     * Divides as suits the targets: class labels stratified, real targets at random.
     *
     * @param fraction the share of the validation part, in (0, 1)
     * @param seed decides which samples go where
     * @throws IllegalArgumentException if the fraction is out of range or a part would have no samples
     */
    public static Dataset.Split of(Dataset data, double fraction, long seed) {
        return data.targets() instanceof Targets.Labels ? stratified(data, fraction, seed) : data.split(fraction, seed);
    }

    /**
     * Divides at random so that the classes have the same shares in both parts.
     *
     * @throws IllegalArgumentException if targets are not labels, or as {@link #stratified(int[], double, long)} says
     */
    public static Dataset.Split stratified(Dataset data, double fraction, long seed) {
        if (data.targets() instanceof Targets.Labels labels) {
            return stratified(ClassMembers.labels(data, labels), fraction, seed).of(data);
        }
        throw new IllegalArgumentException(
                "a stratified split needs class labels, found real targets: split at random instead");
    }

    /**
     * Divides at random so that the classes have the same shares in both parts. Of {@code n} samples the validation part gets
     * {@code fraction · n}, rounded, and of a class with {@code n_k} samples {@code fraction · n_k}, rounded up or down. Up first
     * where a class would get none at all, then where most is cut off. At least one sample of every class stays in
     * training, so a class with one sample is in training only; if there are many such classes, the validation part is
     * smaller for it.
     *
     * @param labels class numbers from 0, which may leave some out; read
     * @param fraction the share of the validation part, in (0, 1)
     * @param seed decides which samples go where
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
                    + " samples by class: each class has one sample only; split at random instead");
        }
        return byMask(validation);
    }

    private static void requireFraction(double fraction, int samples) {
        if (!(fraction > 0 && fraction < 1) || samples < 2) {
            throw new IllegalArgumentException("cannot split off " + fraction + " of " + samples
                    + " samples: the fraction must be in (0, 1), and there must be at least 2 samples");
        }
    }

    /** How many of each class go to validation. */
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
     * Divides by a column that says so.
     *
     * @param validation whether a sample is in the validation part, for each sample of the set; read
     * @throws IllegalArgumentException if there are more or fewer than samples, or a part would have no samples
     */
    public static Dataset.Split byMask(Dataset data, boolean[] validation) {
        if (validation.length != data.size()) {
            throw new IllegalArgumentException("there are " + data.size() + " samples but " + validation.length
                    + " marks of which part they are in");
        }
        return byMask(validation).of(data);
    }

    /**
     * Divides by a column that says so.
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
            throw new IllegalArgumentException("of " + validation.length + " samples " + held.length
                    + " are marked for validation: both parts need at least one sample");
        }
        return new Fold(0, 0, rest, held);
    }
}
