package io.github.panagrad.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    @TempDir
    Path folder;

    private CsvTable read(String content, TargetKind kind, @Nullable String target) throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), content);
        return CsvFile.read(
                file,
                CsvRequest.forTraining(Rows.Storage.F64, kind, new CsvColumn.Wish(target, null), CsvColumn.Wish.NONE));
    }

    private CsvTable read(String content) throws IOException {
        return read(content, new TargetKind.Inferred(), null);
    }

    private static double[] numbers(Rows table) {
        double[] numbers = new double[table.count() * table.columns()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = table.storage() == Rows.Storage.F32
                    ? table.segment().getAtIndex(ValueLayout.JAVA_FLOAT, i)
                    : table.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, i);
        }
        return numbers;
    }

    private static void requireFeatures(CsvTable table, double... expected) {
        assertArrayEquals(expected, numbers(table.features()));
    }

    @Test
    void readsWithAndWithoutHeader() throws IOException {
        CsvTable plain = read("1,2,0.5\n3,4,1.5\n");
        assertFalse(plain.header());
        requireFeatures(plain, 1, 2, 3, 4);
        assertEquals(new CsvColumn(3, null), plain.target());
        CsvTable named = read("a,b,c\n1,2,0.5\n3,4,1.5\n");
        assertTrue(named.header());
        requireFeatures(named, 1, 2, 3, 4);
        assertEquals(new CsvColumn(3, "c"), named.target());
    }

    @Test
    void bearsSpacesQuotesBlankLinesAndForeignLineEnds() throws IOException {
        requireFeatures(read("\ufeff 1 ,\t2,0.5\r\n\r\n   \r\n\"3\",4,1.5"), 1, 2, 3, 4);
        requireFeatures(read("\"a, b\",\"c\n d\",e\n1,2,0.5\n"), 1, 2);
        requireFeatures(read("\n\n1,2,0.5\n\n\n"), 1, 2);
    }

    @Test
    void takesTheTargetByNameOrNumber() throws IOException {
        String text = "a,b,2\n1,2,0.5\n3,4,1.5\n";
        requireFeatures(read(text, new TargetKind.Real(), "a"), 2, 0.5, 4, 1.5);
        requireFeatures(read(text, new TargetKind.Real(), "1"), 2, 0.5, 4, 1.5);
        // A name wins over a number.
        requireFeatures(read(text, new TargetKind.Real(), "2"), 1, 2, 3, 4);
    }

    private Targets targets(String column, TargetKind kind) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String value : column.split(" ", -1)) {
            text.append("1,").append(value).append('\n');
        }
        Targets targets = read(text.toString(), kind, null).targets();
        assertNotNull(targets);
        return targets;
    }

    @Test
    void infersClassesFromJustTheirNumbers() throws IOException {
        TargetKind inferred = new TargetKind.Inferred();
        assertEquals(
                2,
                assertInstanceOf(Targets.Labels.class, targets("0 1 1 0", inferred))
                        .classes());
        assertEquals(
                3,
                assertInstanceOf(Targets.Labels.class, targets("2 1 0 0 1 2.0", inferred))
                        .classes());
        for (String real : new String[] {"1 2 1 2", "0 1 0.5 1", "0 2 0 2", "-1 0 1 0 -1", "0 0 0 0", "0 1 2"}) {
            assertInstanceOf(Targets.Values.class, targets(real, inferred), real);
        }
        assertInstanceOf(Targets.Values.class, targets("0 1 1 0", new TargetKind.Real()));
        assertEquals(
                8,
                assertInstanceOf(Targets.Labels.class, targets("0 7", new TargetKind.Classes(0)))
                        .classes());
        assertEquals(
                9,
                assertInstanceOf(Targets.Labels.class, targets("0 7", new TargetKind.Classes(9)))
                        .classes());
    }

    @Test
    void readsMoreThanAChunkFromGzip() throws IOException {
        int rows = 300_001;
        Path file = folder.resolve("big.csv.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            StringBuilder text = new StringBuilder();
            for (int r = 0; r < rows; r++) {
                text.append(r)
                        .append(',')
                        .append(r * 0.25)
                        .append(',')
                        .append(r)
                        .append(".5\n");
            }
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        CsvTable table = CsvFile.read(
                file,
                CsvRequest.forTraining(
                        Rows.Storage.F32,
                        new TargetKind.Inferred(),
                        new CsvColumn.Wish(null, null),
                        CsvColumn.Wish.NONE));
        double[] features = numbers(table.features());
        assertEquals(2 * rows, features.length);
        for (int r = 0; r < rows; r++) {
            assertEquals(r, features[2 * r]);
            assertEquals(r * 0.25, features[2 * r + 1]);
        }
        Targets.Values values = assertInstanceOf(Targets.Values.class, table.targets());
        assertEquals(300_000.5, values.value(300_000, 0));
    }

    @Test
    void leavesTheTargetAloneWherePredictionsNeedNone() throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), "a,b,kind\n1,2,good\n3,4,bad\n");
        CsvTable table = CsvFile.read(
                file,
                new CsvRequest(
                        Rows.Storage.F64,
                        new TargetKind.Ignored(),
                        CsvColumn.Wish.NONE,
                        CsvColumn.Wish.NONE,
                        2,
                        false));
        requireFeatures(table, 1, 2, 3, 4);
        Files.writeString(file, "1,2\n3,4\n");
        CsvTable bare = CsvFile.read(
                file,
                new CsvRequest(
                        Rows.Storage.F64,
                        new TargetKind.Ignored(),
                        CsvColumn.Wish.NONE,
                        CsvColumn.Wish.NONE,
                        2,
                        false));
        requireFeatures(bare, 1, 2, 3, 4);
        assertNull(bare.targets());
        assertNull(bare.target());
    }

    private CsvTable weighted(String text, CsvColumn.Wish weight, int inputs) throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), text);
        return CsvFile.read(
                file,
                new CsvRequest(
                        Rows.Storage.F64, new TargetKind.Real(), CsvColumn.Wish.NONE, weight, inputs, inputs == 0));
    }

    @Test
    void aWeightIsNoFeature() throws IOException {
        String named = "a,w,b,y\n1,0.5,2,9\n3,2,4,8\n";
        for (String wish : new String[] {"w", "2"}) {
            CsvTable table = weighted(named, new CsvColumn.Wish(wish, null), 0);
            requireFeatures(table, 1, 2, 3, 4);
            assertArrayEquals(new double[] {0.5, 2}, table.weights());
            assertEquals(new CsvColumn(2, "w"), table.weight());
            assertEquals(new CsvColumn(4, "y"), table.target());
        }
        // Behind the target, which is then the last but one.
        CsvTable behind = weighted("1,2,9,0.5\n3,4,8,2\n", new CsvColumn.Wish("4", null), 0);
        requireFeatures(behind, 1, 2, 3, 4);
        assertEquals(new CsvColumn(3, null), behind.target());
        // A model's column is found by its name wherever it stands, and not missed where it is not there.
        CsvColumn.Wish usual = new CsvColumn.Wish(null, new CsvColumn(2, "w"));
        requireFeatures(weighted("w,a,b,y\n0.5,1,2,9\n2,3,4,8\n", usual, 2), 1, 2, 3, 4);
        CsvTable without = weighted("a,b,y\n1,2,9\n3,4,8\n", usual, 2);
        requireFeatures(without, 1, 2, 3, 4);
        assertNull(without.weights());
        assertArrayEquals(
                new double[] {7, 8}, weighted("1,7,2,9\n3,8,4,8\n", usual, 2).weights());
        assertNull(weighted("1,2,9\n3,4,8\n", usual, 2).weights());
    }

    @Test
    void wrongWeightsAreRefused() {
        assertRefused("a,w,y\n1,-2,3\n", "w", "line 2", "column 2 (w)", "must not be negative, found -2");
        assertRefused("a,w,y\n1,x,3\n", "w", "line 2", "column 2 (w)", "expected a number, found 'x'");
        assertRefused("a,w,y\n1,2,3\n", "v", "--weight v", "no such column");
        assertRefused("a,y\n1,2\n", "a", "expected at least 3");
    }

    private void assertRefused(String text, String weight, String... parts) {
        String message = String.valueOf(assertThrows(
                        InputException.class, () -> weighted(text, new CsvColumn.Wish(weight, null), 0))
                .getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
