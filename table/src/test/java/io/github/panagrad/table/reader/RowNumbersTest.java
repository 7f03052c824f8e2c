package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that only tell the rows apart are ignored, with a note; columns that were measured are not. */
class RowNumbersTest {
    @TempDir
    Path folder;

    private Path write(String header, int rows, IntFunction<String> first) throws IOException {
        return Files.writeString(
                folder.resolve("t.csv"),
                header
                        + IntStream.range(0, rows)
                                .mapToObj(
                                        r -> "\n" + first.apply(r) + "," + r % 7 * 0.5 + "," + (r % 3 == 0 ? "a" : "b"))
                                .collect(Collectors.joining()));
    }

    private static List<String> features(Path file, ReadOptions options) {
        try (StoredTable table = TableReader.read(List.of(file), options)) {
            return table.schema().columns().stream()
                    .filter(column -> column.role() == Role.FEATURE)
                    .map(Column::name)
                    .toList();
        }
    }

    private static List<String> features(Path file) {
        return features(file, ReadOptions.defaults());
    }

    /** Whole numbers of six digits in no order, all different. */
    private static String scattered(int row) {
        return String.valueOf(100_003 + (row * 7919L) % 899_981);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "Id", "CustomerID", "house_no", "parcel number", "Index", "Unnamed: 0", "patient", "obs"})
    void differentNumbersInTheColumnOfAKeyAreIgnored(String name) throws IOException {
        Path file = write(name + ",x,y", 53, RowNumbersTest::scattered);
        assertEquals(List.of("x"), features(file));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(1, table.notes().size());
            assertTrue(
                    table.notes().getFirst().startsWith("column '" + name + "' is not learned from"),
                    table.notes().toString());
            assertTrue(
                    table.notes().getFirst().contains("--columns"),
                    table.notes().toString());
        }
    }

    @Test
    void aColumnWithoutANameThatCountsIsIgnored() throws IOException {
        assertEquals(List.of("x"), features(write(",x,y", 40, String::valueOf)));
        assertEquals(List.of("x"), features(write(",x,y", 11, r -> String.valueOf(5 * r + 20))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCounterIsIgnoredUnderAnyNameButThatOfATime(int first) throws IOException {
        // More rows than a block.
        assertEquals(List.of("x"), features(write("lfd,x,y", 4099, r -> String.valueOf(r + first))));
        assertEquals(List.of("day", "x"), features(write("day,x,y", 300, r -> String.valueOf(r + first))));
        assertEquals(List.of("TimeStep", "x"), features(write("TimeStep,x,y", 300, r -> String.valueOf(r + first))));
    }

    @Test
    void whatMayHaveBeenMeasuredIsKept() throws IOException {
        assertEquals(List.of("population", "x"), features(write("population,x,y", 53, RowNumbersTest::scattered)));
        assertEquals(List.of("lfd", "x"), features(write("lfd,x,y", 53, r -> String.valueOf(r + 2))));
        assertEquals(List.of("lfd", "x"), features(write("lfd,x,y", 53, r -> String.valueOf(r == 52 ? 53 : r))));
        assertEquals(List.of("id", "x"), features(write("id,x,y", 53, r -> scattered(r / 2))));
        assertEquals(List.of("id", "x"), features(write("id,x,y", 53, r -> r + ".5")));
        assertEquals(List.of("id", "x"), features(write("id,x,y", 53, r -> r == 17 ? "" : scattered(r))));
        assertEquals(List.of("id", "x"), features(write("id,x,y", 9, RowNumbersTest::scattered)));
        RandomKey key = RandomKey.of(3);
        assertEquals(
                List.of("bid", "x"),
                features(write("bid,x,y", 53, r -> String.valueOf(r * 1000 + key.below(r, 1000)))));
    }

    @Test
    void whatWasNamedIsKept() throws IOException {
        Path file = write("id,x,y", 53, RowNumbersTest::scattered);
        assertEquals(List.of("id", "x"), features(file, ReadOptions.defaults().withFeatures(List.of("id", "1"))));
        assertEquals(
                List.of("id", "x", "y"), features(file, ReadOptions.defaults().withoutTarget()));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(
                    List.of("id", "x"),
                    features(
                            file,
                            ReadOptions.defaults()
                                    .withSchema(TableReader.inferSchema(List.of(file), ReadOptions.defaults()))));
            assertEquals(List.of("x"), features(file, ReadOptions.defaults().withSchema(table.schema())));
        }
    }

    @Test
    void theOnlyFeatureIsKept() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.csv"),
                "id,y"
                        + IntStream.range(0, 60)
                                .mapToObj(r -> "\n" + r + "," + 2 * r)
                                .collect(Collectors.joining()));
        assertEquals(List.of("id"), features(file));
    }
}
