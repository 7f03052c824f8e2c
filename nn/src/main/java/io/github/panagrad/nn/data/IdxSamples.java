package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** The content of an image file and its label file. Immutable. */
final class IdxSamples {
    /** Maps a pixel from [0, 255] to [0, 1]. */
    private static final double PIXEL_SCALE = 1.0 / 255;

    private final Path labelsFile;
    private final int labelsOffset;
    private final Rows images;
    private final int[] labels;

    private IdxSamples(Path labelsFile, int labelsOffset, Rows images, int[] labels) {
        this.labelsFile = labelsFile;
        this.labelsOffset = labelsOffset;
        this.images = images;
        this.labels = labels;
    }

    /**
     * Reads both files.
     *
     * @throws DataException if one of them cannot be read or is malformed, or they differ in their number of samples
     */
    static IdxSamples read(Path imagesFile, Path labelsFile) {
        try (IdxFile images = IdxFile.open(imagesFile, IdxKind.IMAGES);
                IdxFile labels = IdxFile.open(labelsFile, IdxKind.LABELS)) {
            if (labels.header().count() != images.header().count()) {
                throw new DataException(
                        labelsFile,
                        "it has " + labels.header().count() + " labels, but " + imagesFile + " has "
                                + images.header().count() + " images; every image needs one label");
            }
            return new IdxSamples(labelsFile, labels.header().bytes(), rows(images), numbers(labels));
        } catch (IOException e) {
            throw DataException.unreadable(imagesFile, e);
        }
    }

    private static Rows rows(IdxFile file) {
        return new Rows(
                file.elements(),
                Rows.Storage.U8,
                file.header().count(),
                file.header().columns(),
                PIXEL_SCALE);
    }

    private static int[] numbers(IdxFile file) {
        MemorySegment elements = file.elements();
        try {
            int[] numbers = new int[file.header().count()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Byte.toUnsignedInt(elements.get(ValueLayout.JAVA_BYTE, i));
            }
            return numbers;
        } catch (OutOfMemoryError e) {
            throw noHeap(file.path(), file.header().count(), e);
        }
    }

    private static DataException noHeap(Path file, int count, OutOfMemoryError e) {
        return new DataException(
                file, "not enough memory for " + count + " labels; use fewer samples, or a larger heap (-Xmx)", e);
    }

    /** Returns the number of pixels per image. */
    int columns() {
        return images.columns();
    }

    /** Returns the smallest possible number of classes: the largest label plus one. */
    int classes() {
        int largest = 0;
        for (int label : labels) {
            largest = Math.max(largest, label);
        }
        return largest + 1;
    }

    /**
     * Returns the samples as a data set.
     *
     * @throws DataException if a label is not below {@code classes}
     */
    Dataset dataset(int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes) {
                throw DataException.atByte(
                        labelsFile,
                        labelsOffset + (long) i,
                        "label " + labels[i] + " of sample " + i + " is out of range: with " + classes
                                + " classes it must be 0 to " + (classes - 1));
            }
        }
        try {
            return Dataset.of(images, new Targets.Labels(labels, classes));
        } catch (OutOfMemoryError e) {
            throw noHeap(labelsFile, labels.length, e);
        }
    }
}
