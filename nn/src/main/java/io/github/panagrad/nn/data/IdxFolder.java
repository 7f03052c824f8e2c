package io.github.panagrad.nn.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data sets in a folder of IDX files that are named like those of MNIST: {@code train-images-idx3-ubyte} and
 * {@code train-labels-idx1-ubyte}, and for a test set {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}.
 *
 * <p>Each name may also be written with a dot, as in {@code train-images.idx3-ubyte}, and each may end in {@code .gz}.
 * If a file exists in several of these forms, a plain file takes precedence over a compressed one, and a dash over a
 * dot. Both sets have the same number of classes. A value; threads may share it.
 *
 * @param training the training set
 * @param test the test set, if the folder has one
 */
public record IdxFolder(Dataset training, Optional<Dataset> test) {
    private static final String TRAINING = "train";
    private static final String TEST = "t10k";

    /**
     * Reads a folder; the number of classes is the largest label in either set plus one.
     *
     * @throws DataException if a file is missing, cannot be read or is malformed, or if the files do not match each
     *     other
     */
    public static IdxFolder read(Path folder) {
        Contents contents = Contents.read(folder);
        int classes = Math.max(
                contents.training().classes(),
                contents.test().map(IdxSamples::classes).orElse(1));
        return contents.datasets(classes);
    }

    /**
     * Reads a folder whose number of classes is known, for example from a trained network.
     *
     * @param classes the number of classes, at least 1
     * @throws DataException if a file is missing, cannot be read or is malformed, if the files do not match each other,
     *     or if a label is out of range
     */
    public static IdxFolder read(Path folder, int classes) {
        IdxDataset.requireClasses(classes);
        return Contents.read(folder).datasets(classes);
    }

    /** Returns whether a folder has a file with the name of one of these, so that it is meant to be read. */
    public static boolean isOne(Path folder) {
        Set<String> names = names(folder);
        return !Pair.find(folder, names, TRAINING).isAbsent()
                || !Pair.find(folder, names, TEST).isAbsent();
    }

    /** The content of the files, before the number of classes is known. */
    private record Contents(IdxSamples training, Optional<IdxSamples> test) {
        static Contents read(Path folder) {
            Set<String> names = names(folder);
            Pair training = Pair.find(folder, names, TRAINING);
            Pair test = Pair.find(folder, names, TEST);
            if (training.isAbsent() && test.isAbsent()) {
                throw new DataException(
                        folder,
                        "this folder has no IDX files; expected " + training.imagesName() + " and "
                                + training.labelsName() + ", and for a test set " + test.imagesName() + " and "
                                + test.labelsName() + ", each plain or with .gz");
            }
            IdxSamples trainingSamples = training.read(folder);
            if (test.isAbsent()) {
                return new Contents(trainingSamples, Optional.empty());
            }
            IdxSamples testSamples = test.read(folder);
            if (testSamples.columns() != trainingSamples.columns()) {
                throw new DataException(
                        folder,
                        "its training images have " + trainingSamples.columns() + " pixels, but its test images have "
                                + testSamples.columns() + "; both sets must be of one kind");
            }
            return new Contents(trainingSamples, Optional.of(testSamples));
        }

        IdxFolder datasets(int classes) {
            return new IdxFolder(training.dataset(classes), test.map(samples -> samples.dataset(classes)));
        }
    }

    /** The two files of a set, either of which may be missing. */
    private record Pair(
            String set, @Nullable Path images, @Nullable Path labels) {
        static Pair find(Path folder, Set<String> names, String set) {
            return new Pair(
                    set,
                    findFile(folder, names, set + "-images", "idx3-ubyte"),
                    findFile(folder, names, set + "-labels", "idx1-ubyte"));
        }

        boolean isAbsent() {
            return images == null && labels == null;
        }

        IdxSamples read(Path folder) {
            if (images == null) {
                throw missing(folder, imagesName());
            }
            if (labels == null) {
                throw missing(folder, labelsName());
            }
            return IdxSamples.read(images, labels);
        }

        String imagesName() {
            return set + "-images-idx3-ubyte";
        }

        String labelsName() {
            return set + "-labels-idx1-ubyte";
        }

        private static DataException missing(Path folder, String name) {
            return new DataException(
                    folder,
                    name + " is missing (plain or with .gz), but other files of the set exist; add it to the folder");
        }
    }

    private static @Nullable Path findFile(Path folder, Set<String> names, String what, String type) {
        for (String ending : List.of("", ".gz")) {
            for (String joint : List.of("-", ".")) {
                String name = what + joint + type + ending;
                if (names.contains(name)) {
                    return folder.resolve(name);
                }
            }
        }
        return null;
    }

    // Lists the folder instead of testing each name, because listing an unreadable folder fails with the reason.
    // Directories are skipped: some archives unpack each file into a directory of the same name.
    private static Set<String> names(Path folder) {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{" + TRAINING + "," + TEST + "}*")) {
            for (Path file : files) {
                if (!Files.isDirectory(file)) {
                    names.add(String.valueOf(file.getFileName()));
                }
            }
            return names;
        } catch (NotDirectoryException e) {
            throw new DataException(folder, "expected a folder of IDX files, found a file", e);
        } catch (DirectoryIteratorException e) {
            throw DataException.unreadable(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw DataException.unreadable(folder, e);
        }
    }
}
