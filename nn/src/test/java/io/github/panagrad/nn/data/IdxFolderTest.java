package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {
    @TempDir
    Path folder;

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private void writeTraining() throws IOException {
        write("train-images-idx3-ubyte", IdxBytes.images(3, 5, 7));
        write("train-labels-idx1-ubyte", IdxBytes.labels(0, 2, 1));
    }

    private void writeTest(int... labels) throws IOException {
        write("t10k-images-idx3-ubyte", IdxBytes.images(labels.length, 5, 7));
        write("t10k-labels-idx1-ubyte", IdxBytes.labels(labels));
    }

    private String refused() {
        return String.valueOf(
                assertThrows(DataException.class, () -> IdxFolder.read(folder)).getMessage());
    }

    private static int classes(Dataset data) {
        return ((Targets.Labels) data.targets()).classes();
    }

    @ParameterizedTest
    @CsvSource({"-,''", ".,''", "-,.gz", ".,.gz"})
    void knowsTheNamesInAllTheirForms(String joint, String ending) throws IOException {
        String[] names = {"train-images%sidx3", "train-labels%sidx1", "t10k-images%sidx3", "t10k-labels%sidx1"};
        byte[][] contents = {
            IdxBytes.images(3, 5, 7), IdxBytes.labels(0, 2, 1), IdxBytes.images(2, 5, 7), IdxBytes.labels(1, 0)
        };
        for (int i = 0; i < names.length; i++) {
            write(
                    names[i].formatted(joint) + "-ubyte" + ending,
                    ending.isEmpty() ? contents[i] : IdxBytes.gzip(contents[i]));
        }
        write("README.md", new byte[] {1});
        IdxFolder data = IdxFolder.read(folder);
        assertEquals(3, data.training().size());
        assertEquals(35, data.training().columns());
        assertEquals(2, data.test().orElseThrow().size());
    }

    @Test
    void takesThePlainFileBeforeTheCompressedOne() throws IOException {
        writeTraining();
        write("train-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.images(3, 2, 2)));
        write("train-images.idx3-ubyte", IdxBytes.images(3, 1, 1));
        assertEquals(35, IdxFolder.read(folder).training().columns());
    }

    @Test
    void passesOverDirectoriesOfThatName() throws IOException {
        Files.createDirectory(folder.resolve("train-images-idx3-ubyte"));
        Files.createDirectory(folder.resolve("t10k-images-idx3-ubyte"));
        write("train-images.idx3-ubyte", IdxBytes.images(3, 5, 7));
        write("train-labels.idx1-ubyte", IdxBytes.labels(0, 2, 1));
        assertEquals(3, IdxFolder.read(folder).training().size());
    }

    @Test
    void needsNoTestSet() throws IOException {
        writeTraining();
        assertTrue(IdxFolder.read(folder).test().isEmpty());
    }

    @Test
    void countsTheClassesOfBothSets() throws IOException {
        writeTraining();
        writeTest(0, 8);
        assertEquals(9, classes(IdxFolder.read(folder).training()));
        assertEquals(9, classes(IdxFolder.read(folder).test().orElseThrow()));
        writeTest(0, 1);
        assertEquals(3, classes(IdxFolder.read(folder).training()));
        assertEquals(3, classes(IdxFolder.read(folder).test().orElseThrow()));
        assertEquals(12, classes(IdxFolder.read(folder, 12).test().orElseThrow()));
    }

    @Test
    void refusesALabelThatIsNoClassOfTheCaller() throws IOException {
        writeTraining();
        writeTest(0, 8);
        DataException e = assertThrows(DataException.class, () -> IdxFolder.read(folder, 8));
        assertEquals(
                folder.resolve("t10k-labels-idx1-ubyte")
                        + ", byte 9: label 8 of sample 1 is out of range: with 8 classes it must be 0 to 7",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> IdxFolder.read(folder, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte"
            })
    void saysWhichFileIsMissing(String name) throws IOException {
        writeTraining();
        writeTest(0, 1);
        Files.delete(folder.resolve(name));
        assertEquals(
                folder + ": " + name + " is missing (plain or with .gz), but other files of the set exist;"
                        + " add it to the folder",
                refused());
    }

    @Test
    void needsATrainingSet() throws IOException {
        writeTest(0, 1);
        assertTrue(refused().startsWith(folder + ": train-images-idx3-ubyte is missing"), this::refused);
    }

    @Test
    void needsSetsOfOneKind() throws IOException {
        writeTraining();
        writeTest(0, 1);
        write("t10k-images-idx3-ubyte", IdxBytes.images(2, 5, 5));
        assertEquals(
                folder + ": its training images have 35 pixels, but its test images have 25;"
                        + " both sets must be of one kind",
                refused());
    }

    @Test
    void namesTheBadFile() throws IOException {
        writeTraining();
        writeTest(0, 1);
        write("t10k-labels-idx1-ubyte", new byte[0]);
        assertEquals(
                folder.resolve("t10k-labels-idx1-ubyte") + ": the file is empty; expected an IDX file of labels",
                refused());
    }

    @Test
    void refusesAFolderWithoutThem() throws IOException {
        String expected = folder + ": this folder has no IDX files; expected train-images-idx3-ubyte and"
                + " train-labels-idx1-ubyte, and for a test set t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,"
                + " each plain or with .gz";
        assertEquals(expected, refused());
        write("train.csv", new byte[] {1});
        assertEquals(expected, refused());
    }

    @Test
    void refusesWhatIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path none = folder.resolve("none");
        assertEquals(
                file + ": expected a folder of IDX files, found a file",
                assertThrows(DataException.class, () -> IdxFolder.read(file)).getMessage());
        assertEquals(
                none + ": cannot be read: no such file",
                assertThrows(DataException.class, () -> IdxFolder.read(none)).getMessage());
    }

    @Test
    void saysWhenTheFolderMayNotBeRead() {
        Path denied = DeniedFiles.deny(folder);
        DataException e = assertThrows(DataException.class, () -> IdxFolder.read(denied));
        assertEquals(folder + ": cannot be read: permission denied", e.getMessage());
        assertInstanceOf(AccessDeniedException.class, e.getCause());
    }

    @Test
    void saysWhenALinkLeadsNowhere() throws IOException {
        writeTraining();
        Path link = folder.resolve("t10k-images-idx3-ubyte");
        Files.createSymbolicLink(link, folder.resolve("gone"));
        write("t10k-labels-idx1-ubyte", IdxBytes.labels(0));
        assertEquals(link + ": cannot be read: no such file", refused());
    }
}
