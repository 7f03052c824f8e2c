package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides samples into parts of about the same size, each of which is judged by once, after training on all others. A value:
 * the same samples in the same order give the same folds.
 *
 * @param folds the number of parts, at least 2
 * @param repeats how often all samples are divided anew, at least 1
 * @param seed decides which samples go where
 */
public record KFold(int folds, int repeats, long seed) {
    /** Checks the numbers. */
    public KFold {
        if (folds < 2 || repeats < 1) {
            throw new IllegalArgumentException("k-fold cross-validation needs at least 2 folds and 1 repeat, found "
                    + folds + " folds and " + repeats + " repeats");
        }
    }

    /** Divides once. */
    public KFold(int folds, long seed) {
        this(folds, 1, seed);
    }

    /**
     * Divides as suits the targets: class labels stratified, real targets at random.
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
     * Divides at random. The sizes of the parts differ by one sample at most.
     *
     * @param samples how many there are
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
     * Divides so that each class's samples are spread over the parts: how many of a class parts have differs by one at most, and
     * so do their sizes. A class with fewer samples than there are folds is not in every part.
     *
     * @param labels class numbers from 0, which may leave some out; read
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

    /** The order in which samples are dealt out to the parts. */
    private interface Dealing {
        int[] order(RandomKey key);
    }

    private List<Fold> folds(int samples, Dealing dealing) {
        if (samples < folds) {
            throw new IllegalArgumentException(
                    "cannot divide " + samples + " samples into " + folds + " folds: each needs at least one sample");
        }
        List<Fold> result = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            int[] order = dealing.order(RandomKey.of(seed).fold(repeat));
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
