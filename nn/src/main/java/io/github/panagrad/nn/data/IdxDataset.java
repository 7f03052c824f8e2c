package io.github.panagrad.nn.data;

import java.nio.file.Path;

/**
 * Reads images with class labels from a pair of IDX files, the format of MNIST, plain or compressed with gzip.
 *
 * <p>Images are unsigned bytes of count x height x width or count x pixels; labels are unsigned bytes, one for each
 * image. Pixels remain bytes in off-heap memory and are converted to numbers in [0, 1] when batches are gathered. Files
 * are read in blocks, and no more memory is allocated than their size makes plausible. Data after the end of the gzip
 * stream is ignored, as by gzip itself.
 */
public final class IdxDataset {
    private IdxDataset() {}

    /**
     * Reads a pair of files; the number of classes is the largest label plus one.
     *
     * @throws DataException if a file cannot be read or is malformed, or the files differ in their number of samples
     */
    public static Dataset read(Path images, Path labels) {
        IdxSamples samples = IdxSamples.read(images, labels);
        return samples.dataset(samples.classes());
    }

    /**
     * Reads a pair of files whose number of classes is known, for example from a trained network.
     *
     * @param classes the number of classes, at least 1
     * @throws DataException if a file cannot be read or is malformed, the files differ in their number of samples, or a
     *     label is out of range
     */
    public static Dataset read(Path images, Path labels, int classes) {
        requireClasses(classes);
        return IdxSamples.read(images, labels).dataset(classes);
    }

    static void requireClasses(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("the number of classes must be at least 1, found " + classes);
        }
    }
}
