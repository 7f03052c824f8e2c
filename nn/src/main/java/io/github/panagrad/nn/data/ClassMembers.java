package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;

/** Groups samples by class, each class in random order. */
final class ClassMembers {
    private ClassMembers() {}

    /**
     * Returns for each class the positions of its samples.
     *
     * @param labels class numbers from 0; read
     * @param key determines the order; each class has its own random sequence
     * @throws IllegalArgumentException if a label is negative
     */
    static int[][] shuffled(int[] labels, RandomKey key) {
        int[] counts = new int[Arrays.stream(labels).max().orElse(-1) + 1];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("sample " + i + ": label " + labels[i] + " must not be negative");
            }
            counts[labels[i]]++;
        }
        int[][] members = new int[counts.length][];
        for (int k = 0; k < counts.length; k++) {
            members[k] = new int[counts[k]];
        }
        int[] filled = new int[counts.length];
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][filled[labels[i]]++] = i;
        }
        for (int k = 0; k < members.length; k++) {
            int[] order = new int[members[k].length];
            key.fold(k).permute(order);
            int[] sorted = members[k];
            members[k] = Arrays.stream(order).map(i -> sorted[i]).toArray();
        }
        return members;
    }

    /** Returns a set's labels in the order of its samples. */
    static int[] labels(Dataset data, Targets.Labels labels) {
        int[] result = new int[data.size()];
        Arrays.setAll(result, i -> labels.label(data.row(i)));
        return result;
    }
}
