package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of dates, and that it is the same wherever they come from. */
class DateEncodingTest {
    private static final RandomKey KEY = RandomKey.of(31);
    private static final List<DatePart> ALL = List.of(DatePart.values());

    @TempDir
    Path folder;

    private StoredTable read(ReadOptions options, String... lines) throws IOException {
        return TableReader.read(List.of(Files.write(folder.resolve("t.csv"), List.of(lines))), options);
    }

    private static LocalDateTime moment(int i) {
        return LocalDate.of(1, 1, 1)
                .plusDays(KEY.below(2L * i, 3_652_000))
                .atTime(LocalTime.ofSecondOfDay(KEY.below(2L * i + 1, 86_400)));
    }

    @Test
    void partsAreThoseOfTheCalendar() {
        for (int i = 0; i < 50_000; i++) {
            LocalDateTime moment = moment(i);
            double seconds = moment.toEpochSecond(ZoneOffset.UTC) + i % 2 / 2.0;
            assertEquals(moment.getMonthValue() - 1, DatePart.MONTH.of(seconds));
            assertEquals(moment.getDayOfYear() - 1, DatePart.YEARDAY.of(seconds), moment::toString);
            assertEquals(moment.getDayOfMonth() - 1, DatePart.DAY.of(seconds));
            assertEquals(moment.getDayOfWeek().getValue() - 1, DatePart.WEEKDAY.of(seconds));
            assertEquals(moment.getHour(), DatePart.HOUR.of(seconds));
            assertEquals(moment.getMinute(), DatePart.MINUTE.of(seconds));
        }
        for (DatePart part : ALL) {
            for (double odd : new double[] {-1e300, -1e17, 1e17, Double.MAX_VALUE}) {
                int value = part.of(odd);
                assertTrue(value >= 0 && 2 * value < part.circle().length, part + " of " + odd);
            }
        }
    }

    @Test
    void aCircleIsOne() {
        for (DatePart part : ALL) {
            double[] circle = part.circle();
            int values = circle.length / 2;
            double step = 2 * Math.PI / values;
            for (int i = 0; i < values; i++) {
                assertEquals(Math.sin(i * step), circle[2 * i], 1e-12);
                assertEquals(Math.cos(i * step), circle[2 * i + 1], 1e-12);
            }
        }
    }

    @Test
    void partsThatAreTheSameAreLeftOut() throws IOException {
        List<String> lines = new ArrayList<>(List.of("day,y"));
        for (int r = 0; r < 20; r++) {
            lines.add("2024-03-" + (10 + r) + "T09:00," + r % 4 + ".5");
        }
        try (StoredTable table = read(ReadOptions.defaults(), lines.toArray(new String[0]))) {
            assertEquals(
                    List.of("day", "day weekday sin", "day weekday cos"),
                    Pipeline.fit(table, PipelineConfig.defaults()).inputs());
            PipelineConfig all = PipelineConfig.defaults().withDateParts(ALL);
            assertEquals(
                    List.of(
                            "day",
                            "day yearday sin",
                            "day yearday cos",
                            "day day sin",
                            "day day cos",
                            "day weekday sin",
                            "day weekday cos"),
                    Pipeline.fit(table, all).inputs());
            // The rows of one week, then of one day.
            assertEquals(
                    List.of("day"),
                    Pipeline.fit(table, new int[] {0, 7, 14}, PipelineConfig.defaults())
                            .inputs());
            PipelineException same = assertThrows(
                    PipelineException.class,
                    () -> Pipeline.fit(
                            table,
                            new int[] {3, 3, 3},
                            PipelineConfig.defaults().withTask(Task.REGRESSION)));
            assertTrue(String.valueOf(same.getMessage()).contains("3"), same::getMessage);
            Pipeline none = Pipeline.fit(table, PipelineConfig.defaults().withDateParts(List.of()));
            assertEquals(List.of("day"), none.inputs());
            assertEquals(none, Pipeline.fromJson(none.toJson()));
            assertTrue(none.describe().getFirst().contains("2024-03-10T09:00 to 2024-03-29T09:00"), none::toString);
        }
    }

    @Test
    void aRowIsEncodedAsItsTable() throws IOException {
        List<String> lines = new ArrayList<>(List.of("at;day;clock;y"));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int r = 0; r < 200; r++) {
            LocalDateTime moment = moment(r).withNano(KEY.below(1000 + r, 1_000_000) * (r % 3 == 0 ? 1000 : 1));
            LocalDate day = moment(500 + r).toLocalDate();
            LocalTime clock = moment.toLocalTime();
            lines.add((r % 9 == 4 ? "" : moment) + ";"
                    + (r % 7 == 3
                            ? "NA"
                            : day.getDayOfMonth() + "." + day.getMonthValue() + "."
                                    + String.format(Locale.ROOT, "%04d", day.getYear()))
                    + ";" + (r % 5 == 2 ? "" : clock) + ";" + r % 6 + ".5");
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put(
                    "at",
                    r % 9 == 4
                            ? null
                            : switch (r % 5) {
                                case 0 -> moment;
                                case 1 -> moment.toInstant(ZoneOffset.UTC);
                                case 2 -> moment.toInstant(ZoneOffset.UTC).atZone(ZoneId.of("America/New_York"));
                                case 3 -> moment.atOffset(ZoneOffset.UTC).withOffsetSameInstant(ZoneOffset.ofHours(5));
                                default -> moment.toString();
                            });
            row.put(
                    "day",
                    r % 7 == 3
                            ? (r % 2 == 0 ? null : "NA")
                            : r % 2 == 0
                                    ? day
                                    : r % 3 == 0 ? day.atStartOfDay() : (Object) (double) (day.toEpochDay() * 86_400));
            row.put("clock", r % 5 == 2 ? null : r % 2 == 0 ? clock : clock.toString());
            rows.add(row);
        }
        try (StoredTable table = read(ReadOptions.defaults().withDelimiter(';'), lines.toArray(new String[0]))) {
            for (Scaling scaling : Scaling.values()) {
                Pipeline pipeline = Pipeline.fit(
                        table, PipelineConfig.defaults().withScaling(scaling).withDateParts(ALL));
                assertInstanceOf(FittedColumn.Dates.class, pipeline.columns().getFirst());
                assertEquals(
                        3 + 3 + 12 + 8 + 4,
                        pipeline.width(),
                        () -> pipeline.inputs().toString());
                Pipeline read = Pipeline.fromJson(pipeline.toJson());
                assertEquals(pipeline, read);
                Rows encoded = pipeline.encode(table, DType.F64).features();
                for (int r = 0; r < rows.size(); r++) {
                    double[] alone = read.encodeRow(rows.get(r));
                    double[] expected = new double[pipeline.width()];
                    for (int c = 0; c < expected.length; c++) {
                        expected[c] = encoded.get(r, c);
                    }
                    assertArrayEquals(expected, alone, lines.get(r + 1));
                }
            }
        }
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // Programs still have it in their rows.
    void otherObjectsAreRefused() throws IOException {
        List<String> lines = new ArrayList<>(List.of("day,clock,y"));
        for (int r = 0; r < 30; r++) {
            lines.add("2024-03-" + (10 + r % 20) + ",1" + r % 9 + ":30," + r % 4 + ".5");
        }
        try (StoredTable table = read(ReadOptions.defaults(), lines.toArray(new String[0]))) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            Map<String, Object> good = Map.of("day", new Date(1_710_028_800_000L), "clock", LocalTime.of(10, 30));
            assertArrayEquals(
                    pipeline.encodeRow(Map.of("day", "2024-03-10", "clock", "10:30")), pipeline.encodeRow(good));
            for (Object wrong : List.of(
                    "10.3.2024",
                    "today",
                    true,
                    LocalTime.NOON,
                    new Timestamp(0),
                    List.of(),
                    Double.POSITIVE_INFINITY)) {
                Map<String, Object> row = new HashMap<>(good);
                row.put("day", wrong);
                requireRefused(pipeline, row, "column 'day'");
            }
            for (Object wrong : List.of("25:00", LocalDate.EPOCH, LocalDateTime.MAX)) {
                Map<String, Object> row = new HashMap<>(good);
                row.put("clock", wrong);
                requireRefused(pipeline, row, "column 'clock'");
            }
        }
    }

    private static void requireRefused(Pipeline pipeline, Map<String, Object> row, String part) {
        String message =
                String.valueOf(assertThrows(PipelineException.class, () -> pipeline.encodeRow(row), row::toString)
                        .getMessage());
        assertTrue(message.contains(part), message);
    }

    @Test
    void datesAreNoTarget() throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,day"));
        for (int r = 0; r < 30; r++) {
            lines.add(r % 7 + ".5,2024-03-" + (10 + r % 20));
        }
        String[] all = lines.toArray(new String[0]);
        try (StoredTable table = read(ReadOptions.defaults(), all)) {
            String message = String.valueOf(
                    assertThrows(PipelineException.class, () -> Pipeline.fit(table, PipelineConfig.defaults()))
                            .getMessage());
            assertTrue(message.contains("the target 'day' holds dates") && message.contains("--target"), message);
        }
        ReadOptions text = ReadOptions.defaults().withTypes(Map.of("day", ColumnType.CATEGORICAL));
        try (StoredTable table = read(text, all)) {
            assertEquals(
                    20,
                    ((FittedTarget.Classes) Pipeline.fit(table, PipelineConfig.defaults())
                                    .target())
                            .classes()
                            .size());
        }
    }

    @Test
    void oneDateInAllRowsIsLeftOut() throws IOException {
        ReadOptions options = ReadOptions.defaults().withDates(Map.of("a", DateForm.ISO, "b", DateForm.ISO));
        try (StoredTable table = read(
                options,
                "a,b,x,y",
                "2024-01-05,2024-01-05,1,0.5",
                "2024-01-05,,2,1.5",
                "2024-01-05,2024-01-05,4,3.5")) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            assertEquals(List.of("b missing", "x"), pipeline.inputs());
            assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
        }
    }

    /** What is a time of the day is said by the column, not by the number. */
    @Test
    void datesOfTheFirstDayAreDates() throws IOException {
        ReadOptions options =
                ReadOptions.defaults().withDates(Map.of("day", DateForm.ISO, "clock", DateForm.of("h:mm a")));
        try (StoredTable table = read(
                options,
                "day,clock,y",
                "1970-01-01T02:00,2:30 PM,1.5",
                "1970-01-01T03:00,3:30 PM,2.5",
                "1970-01-01,12:00 AM,4")) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            for (Pipeline one : List.of(pipeline, Pipeline.fromJson(pipeline.toJson()))) {
                List<String> said =
                        one.columns().stream().map(FittedColumn::describe).toList();
                assertTrue(said.get(0).startsWith("1970-01-01 to 1970-01-01T03:00 as seconds"), said.toString());
                assertTrue(said.get(1).startsWith("00:00 to 15:30 as seconds"), said.toString());
            }
        }
    }

    /** A number with the digits of a date is that date in a column of such; elsewhere it is seconds. */
    @Test
    void servedNumbersAreDatesWhereTheFormHasDigitsAlone() throws IOException {
        ReadOptions options = ReadOptions.defaults().withDates(Map.of("a", DateForm.of("yyyyMMdd"), "b", DateForm.ISO));
        try (StoredTable table =
                read(options, "a,b,y", "20240105,2024-01-05,1.5", "20240107,2024-01-07,2.5", "20240306,2024-03-06,4")) {
            Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
            double[] expected = pipeline.encodeRow(Map.of("a", "20240107", "b", "2024-01-07"));
            double seconds = DateForm.ISO.seconds("2024-01-07".toCharArray(), 0, 10);
            assertArrayEquals(expected, pipeline.encodeRow(Map.of("a", 20_240_107, "b", seconds)));
            assertArrayEquals(expected, pipeline.encodeRow(Map.of("a", 20_240_107.0, "b", (long) seconds)));
            String message = String.valueOf(
                    assertThrows(PipelineException.class, () -> pipeline.encodeRow(Map.of("a", seconds, "b", seconds)))
                            .getMessage());
            assertTrue(
                    message.contains("column 'a': expected a date of the form 'yyyyMMdd', found '1704585600"), message);
        }
    }
}
