package io.github.panagrad.table.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTableTest {
    private enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "huge";
            }
        }
    }

    private record Everything(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            @Nullable Integer boxed,
            @Nullable BigDecimal decimal,
            @Nullable BigInteger whole,
            boolean truth,
            @Nullable Boolean boxedTruth,
            char letter,
            @Nullable String text,
            @Nullable Size size,
            Optional<String> maybe,
            Optional<Size> maybeSize,
            OptionalInt maybeInt,
            OptionalLong maybeLong,
            OptionalDouble maybeDouble,
            @Nullable LocalDate date,
            @Nullable LocalDateTime dateTime,
            @Nullable Instant instant,
            @Nullable OffsetDateTime offset,
            @Nullable ZonedDateTime zoned,
            @Nullable Date old,
            @Nullable LocalTime time) {}

    private static final double DAY = 86_400;

    private static Table table() {
        LocalDateTime moment = LocalDateTime.of(1970, 1, 2, 1, 0, 0, 250_000_000);
        Everything full = new Everything(
                (byte) -1,
                (short) 2,
                3,
                4,
                0.5f,
                0.1,
                6,
                new BigDecimal("7.25"),
                new BigInteger("8"),
                true,
                false,
                'x',
                " padded ",
                Size.LARGE,
                Optional.of("here"),
                Optional.of(Size.SMALL),
                OptionalInt.of(9),
                OptionalLong.of(10),
                OptionalDouble.of(11.5),
                LocalDate.of(1970, 1, 2),
                moment,
                moment.toInstant(ZoneOffset.UTC),
                moment.atOffset(ZoneOffset.ofHours(1)),
                moment.atZone(ZoneId.of("Asia/Tokyo")),
                Date.from(moment.toInstant(ZoneOffset.UTC)),
                LocalTime.of(1, 0, 1));
        Everything empty = new Everything(
                (byte) 0,
                (short) 0,
                0,
                0,
                Float.NaN,
                Double.NaN,
                null,
                null,
                null,
                false,
                null,
                ' ',
                null,
                null,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return Table.of(Everything.class, List.of(full, empty));
    }

    private static void numbers(Table table, String column, ColumnType type, double... expected) {
        int c = table.schema().indexOf(column).orElseThrow();
        assertEquals(type, table.schema().columns().get(c).type(), column);
        double[] found = new double[table.rows()];
        table.numbers(c, 0, found.length, found);
        assertArrayEquals(expected, found, column);
    }

    private static void texts(Table table, String column, @Nullable String... expected) {
        int c = table.schema().indexOf(column).orElseThrow();
        assertEquals(ColumnType.CATEGORICAL, table.schema().columns().get(c).type(), column);
        int[] codes = new int[table.rows()];
        table.codes(c, 0, codes.length, codes);
        List<String> texts = table.categories(c);
        assertEquals(
                Arrays.asList(expected),
                Arrays.stream(codes)
                        .mapToObj(code -> code < 0 ? null : texts.get(code))
                        .toList());
    }

    @Test
    void allTypesAreRead() {
        try (Table table = table()) {
            double none = Double.NaN;
            numbers(table, "b", ColumnType.NUMERIC, -1, 0);
            numbers(table, "s", ColumnType.NUMERIC, 2, 0);
            numbers(table, "i", ColumnType.NUMERIC, 3, 0);
            numbers(table, "l", ColumnType.NUMERIC, 4, 0);
            numbers(table, "f", ColumnType.NUMERIC, 0.5, none);
            numbers(table, "d", ColumnType.NUMERIC, 0.1, none);
            numbers(table, "boxed", ColumnType.NUMERIC, 6, none);
            numbers(table, "decimal", ColumnType.NUMERIC, 7.25, none);
            numbers(table, "whole", ColumnType.NUMERIC, 8, none);
            numbers(table, "truth", ColumnType.BOOLEAN, 1, 0);
            numbers(table, "boxedTruth", ColumnType.BOOLEAN, 0, none);
            texts(table, "letter", "x", null);
            texts(table, "text", "padded", null);
            texts(table, "size", "LARGE", null);
            texts(table, "maybe", "here", null);
            texts(table, "maybeSize", "SMALL", null);
            numbers(table, "maybeInt", ColumnType.NUMERIC, 9, none);
            numbers(table, "maybeLong", ColumnType.NUMERIC, 10, none);
            numbers(table, "maybeDouble", ColumnType.NUMERIC, 11.5, none);
            numbers(table, "date", ColumnType.DATE, DAY, none);
            numbers(table, "dateTime", ColumnType.DATE, DAY + 3600.25, none);
            numbers(table, "instant", ColumnType.DATE, DAY + 3600.25, none);
            numbers(table, "offset", ColumnType.DATE, DAY + 0.25, none);
            numbers(table, "zoned", ColumnType.DATE, DAY - 8 * 3600 + 0.25, none);
            numbers(table, "old", ColumnType.DATE, DAY + 3600.25, none);
            numbers(table, "time", ColumnType.DATE, 3601, none);
            assertEquals("the list of Everything, row 2", table.place(1));
        }
    }

    @Test
    void manyRowsKeepTheirOrder() {
        record Pair(int number, String text) {}
        List<Pair> pairs = java.util.stream.IntStream.range(0, 10_007)
                .mapToObj(i -> new Pair(i, "t" + i % 13))
                .toList();
        Table table = Table.of(Pair.class, pairs);
        assertEquals(10_007, table.rows());
        double[] numbers = new double[5];
        table.numbers(0, 10_000, 5, numbers);
        assertArrayEquals(new double[] {10_000, 10_001, 10_002, 10_003, 10_004}, numbers);
        int[] codes = new int[1];
        table.codes(1, 10_006, 1, codes);
        assertEquals("t" + 10_006 % 13, table.categories(1).get(codes[0]));
        table.close();
        assertThrows(IllegalStateException.class, () -> table.numbers(0, 0, 1, numbers));
    }

    private static <R extends Record> void refused(Class<R> type, List<R> rows, String... words) {
        String message = String.valueOf(
                assertThrows(TableException.class, () -> Table.of(type, rows)).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
    }

    @Test
    void whatMakesNoColumnIsNamed() {
        record Tags(int id, List<String> tags) {}
        refused(
                Tags.class,
                List.of(),
                "'tags'",
                "record Tags",
                "java.util.List<java.lang.String>",
                "expected a number",
                "leave it out");
        record Raw(@SuppressWarnings("rawtypes") Optional any) {}
        refused(Raw.class, List.of(), "'any'", "java.util.Optional");
        record Nested(Optional<OptionalInt> inner) {}
        refused(Nested.class, List.of(), "'inner'", "Optional");
        record Sql(java.sql.Timestamp at) {}
        refused(Sql.class, List.of(), "'at'", "java.sql.Timestamp");
        record Built(StringBuilder builder) {}
        refused(Built.class, List.of(), "'builder'", "java.lang.StringBuilder");
        record Nothing() {}
        refused(Nothing.class, List.of(new Nothing()), "no components");
    }

    /** A record of the JDK's own, in a package that nobody may look into. */
    @Test
    void aRecordOfAClosedModuleIsNamed() throws ClassNotFoundException {
        Class<? extends Record> closed =
                Class.forName("jdk.internal.foreign.abi.VMStorage").asSubclass(Record.class);
        String message = String.valueOf(assertThrows(TableException.class, () -> Table.of(closed, List.of()))
                .getMessage());
        assertEquals(
                "the record VMStorage cannot be read: its module java.base keeps it to itself; open its package there, by opens"
                        + " jdk.internal.foreign.abi",
                message);
    }

    @Test
    void emptyAndNullRowsAreNamed() {
        record One(int x) {}
        refused(One.class, List.of(), "the list of One has no rows");
        refused(One.class, Arrays.asList(new One(1), null), "the list of One, row 2 is null");
        refused(One.class, Collections.nCopies(1, null), "row 1 is null");
    }

    @Test
    void aFailingAccessorIsNamed() {
        record Failing(int x) {
            @Override
            @SuppressWarnings("UnusedMethod") // by reflection
            public int x() {
                throw new UnsupportedOperationException("not today");
            }
        }
        IllegalStateException failed =
                assertThrows(IllegalStateException.class, () -> Table.of(Failing.class, List.of(new Failing(1))));
        assertTrue(String.valueOf(failed.getMessage()).contains("x() of the record Failing"), failed::toString);
        assertEquals(
                "not today", failed.getCause() == null ? "" : failed.getCause().getMessage());
    }
}
