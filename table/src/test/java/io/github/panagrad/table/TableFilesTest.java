package io.github.panagrad.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("sub/deep"));
        for (String name : List.of("b.csv", "a.csv", "c.txt", "odd[1].csv", "sub/d.csv", "sub/deep/e.csv")) {
            Files.writeString(folder.resolve(name), "1,2\n");
        }
        Files.createDirectory(folder.resolve("folder.csv"));
    }

    private List<String> resolve(String pattern) {
        return TableFiles.resolve(folder + "/" + pattern).stream()
                .map(path -> folder.relativize(path).toString())
                .toList();
    }

    @Test
    void findsFilesInOrder() {
        assertEquals(List.of("a.csv", "b.csv", "odd[1].csv"), resolve("*.csv"));
        assertEquals(List.of("a.csv", "b.csv"), resolve("?.csv"));
        assertEquals(List.of("a.csv", "c.txt"), resolve("{a,c}.*"));
        assertEquals(List.of("sub/d.csv"), resolve("s*/*.csv"));
        assertEquals(List.of("sub/d.csv", "sub/deep/e.csv"), resolve("sub/{*,deep/*}.csv"));
        assertEquals(List.of("sub/deep/e.csv"), resolve("**/e.csv"));
    }

    @Test
    void anExistingNameIsThatFile() {
        assertEquals(List.of("odd[1].csv"), resolve("odd[1].csv"));
        assertEquals(List.of("c.txt"), resolve("c.txt"));
    }

    @Test
    void whatIsNotThereIsAnError() {
        Tables.requireRefused(() -> resolve("none.csv"), "none.csv", "no such file");
        Tables.requireRefused(() -> resolve("x*.csv"), "x*.csv matches no file");
        Tables.requireRefused(() -> resolve("none/*.csv"), "matches no file");
        Tables.requireRefused(() -> resolve("sub"), "is a folder", "*.csv");
        Tables.requireRefused(() -> resolve("{a"), "not a pattern");
    }

    @Test
    void findsRelativeNames() {
        assertEquals(List.of(Path.of("pom.xml")), TableFiles.resolve("po?.xml"));
        assertEquals(List.of(Path.of("./pom.xml")), TableFiles.resolve("./po?.xml"));
    }
}
