package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides samples into parts of about equal size. Each part is the validation set of one fold, whose training set
 * consists of all other parts. A value: the same samples in the same order give the same folds.
 *
 * @param folds the number of parts, at least 2
 * @param repeats the number of times that all samples are divided, each time differently; at least 1
 * @param seed determines the assignment of the samples
 */
public record KFold(int folds, int repeats, long seed) {
    /** Checks the numbers. */
    public KFold {
        if (folds < 2 || repeats < 1) {
            throw new IllegalArgumentException("k-fold cross-validation needs at least 2 folds and 1 repeat, found "
                    + folds + " folds and " + repeats + " repeats");
        }
    }

    /** Divides the samples once, without repeats. */
    public KFold(int folds, long seed) {
        this(folds, 1, seed);
    }

    /**
     * Divides by stratified sampling if the targets are class labels, otherwise at random.
     *
     * @return the folds of the first repeat, then those of the next
     * @throws IllegalArgumentException if there are fewer samples than folds
     */
    public List<Fold> of(Dataset data) {
        return data.targets() instanceof Targets.Labels labels
                ? stratified(ClassMembers.labels(data, labels))
                : random(data.size());
    }

    /**
     * Divides at random. The sizes of the parts differ by at most one sample.
     *
     * @param samples the number of samples
     * @return the folds of the first repeat, then those of the next
     * @throws IllegalArgumentException if there are fewer samples than folds
     */
    public List<Fold> random(int samples) {
        return folds(samples, key -> {
            int[] order = new int[samples];
            key.permute(order);
            return order;
        });
    }

    /**
     * Divides by stratified sampling: the number of samples of a class differs by at most one between parts, and so do
     * the sizes of the parts. A class with fewer samples than there are folds is missing from some parts.
     *
     * @param labels class numbers from 0, not necessarily contiguous; read
     * @return the folds of the first repeat, then those of the next
     * @throws IllegalArgumentException if there are fewer samples than folds
     */
    public List<Fold> stratified(int[] labels) {
        return folds(
                labels.length,
                key -> Arrays.stream(ClassMembers.shuffled(labels, key))
                        .flatMapToInt(Arrays::stream)
                        .toArray());
    }

    /** The order in which samples are assigned to the parts in turn. */
    private interface SampleOrder {
        int[] order(RandomKey key);
    }

    private List<Fold> folds(int samples, SampleOrder sampleOrder) {
        if (samples < folds) {
            throw new IllegalArgumentException(
                    "cannot divide " + samples + " samples into " + folds + " folds: each needs at least one sample");
        }
        List<Fold> result = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            int[] order = sampleOrder.order(RandomKey.of(seed).fold(repeat));
            int[] part = new int[samples];
            for (int i = 0; i < samples; i++) {
                part[order[i]] = i % folds;
            }
            for (int fold = 0; fold < folds; fold++) {
                int number = fold;
                result.add(new Fold(
                        repeat,
                        fold,
                        IntStream.range(0, samples)
                                .filter(i -> part[i] != number)
                                .toArray(),
                        IntStream.range(0, samples)
                                .filter(i -> part[i] == number)
                                .toArray()));
            }
        }
        return result;
    }
}
