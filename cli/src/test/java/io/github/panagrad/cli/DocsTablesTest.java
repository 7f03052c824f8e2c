package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables in the documentation: each row has the cells of its header; a bar in a cell that is not escaped would lose the rest. */
class DocsTablesTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void rowsHaveAsManyCellsAsTheirHeader() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        int tables = 0;
        for (Path page : pages) {
            int header = 0;
            int number = 0;
            for (String line : Files.readAllLines(page)) {
                number++;
                if (!line.startsWith("|")) {
                    header = 0;
                } else if (header == 0) {
                    header = cells(line);
                    tables++;
                } else {
                    assertEquals(header, cells(line), page + ", line " + number + ": " + line);
                }
            }
        }
        assertTrue(tables > 20, tables + " tables");
    }

    private static int cells(String line) {
        int bars = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '|' && (i == 0 || line.charAt(i - 1) != '\\')) {
                bars++;
            }
        }
        return bars - 1;
    }
}
