package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows give the same bits from files of all kinds, in every storage, and from maps of texts and of values. */
class ServedRowsTest {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ROOT);

    @TempDir
    Path folder;

    /** A column: what a Parquet file has of it. */
    private enum Kind {
        NUMBER(MadeParquet.Kind.DOUBLE),
        WHOLE(MadeParquet.Kind.INT32),
        PRICE(MadeParquet.Kind.DOUBLE),
        SHARE(MadeParquet.Kind.DOUBLE),
        COMMA(MadeParquet.Kind.DOUBLE),
        TOWN(MadeParquet.Kind.TEXT),
        MEMBER(MadeParquet.Kind.TRUTH),
        CODE(MadeParquet.Kind.TEXT),
        DAY(MadeParquet.Kind.DATE),
        MOMENT(MadeParquet.Kind.MOMENT),
        DIGITS(MadeParquet.Kind.INT64);

        private final MadeParquet.Kind parquet;

        Kind(MadeParquet.Kind parquet) {
            this.parquet = parquet;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A cell.
     *
     * @param text as it is written
     * @param value as a program may have it
     * @param stored as a Parquet file has it
     */
    private record Cell(
            String text, @Nullable Object value, @Nullable Object stored) {}

    private static Cell cell(Kind kind, Random random) {
        if (random.nextInt(12) == 0) {
            return new Cell("", null, null);
        }
        int n = random.nextInt(100_000);
        return switch (kind) {
            case NUMBER -> same(random.nextGaussian() * 1e4);
            case WHOLE -> same(n - 50_000);
            case PRICE -> new Cell("$" + n + ".25", n + 0.25, n + 0.25);
            case SHARE -> new Cell(n / 8.0 + " %", n / 8.0, n / 8.0);
            case COMMA -> new Cell(String.valueOf(n / 16.0).replace('.', ','), n / 16.0, n / 16.0);
            case TOWN -> same("town " + n % 80);
            case MEMBER -> same(n % 2 == 0);
            case CODE -> same(String.format(Locale.ROOT, "%04d", n % 30));
            case DAY -> {
                LocalDate day = LocalDate.of(1960, 1, 1).plusDays(n / 3);
                yield new Cell(DAY.format(day), day, (int) day.toEpochDay());
            }
            case MOMENT -> {
                LocalDateTime moment =
                        LocalDateTime.of(2024, 2, 28, 23, 0).plusSeconds(n * 7L).plusNanos(n * 1000L);
                long micros = moment.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + n;
                yield new Cell(moment.toString(), moment, micros);
            }
            case DIGITS -> {
                long digits = 20_240_101L + n % 28 + 100L * (n % 12);
                yield same(digits);
            }
        };
    }

    private static Cell same(Object value) {
        return new Cell(String.valueOf(value), value, value);
    }

    private Path csv(List<Map<Kind, Cell>> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(kind.key()).append(';');
        }
        text.append("y\n");
        for (int r = 0; r < rows.size(); r++) {
            rows.get(r).values().forEach(cell -> text.append(cell.text()).append(';'));
            text.append(r * 0.37).append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    /** Keys in another order in each row, numbers as such or as texts, nothing or null where there is no value. */
    private Path json(List<Map<Kind, Cell>> rows, Random random) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            List<String> fields = new ArrayList<>(List.of("\"y\":" + r * 0.37));
            for (Kind kind : Kind.values()) {
                Cell cell = Objects.requireNonNull(rows.get(r).get(kind));
                boolean isToken = kind != Kind.DIGITS
                        && (cell.value() instanceof Number || cell.value() instanceof Boolean)
                        && random.nextBoolean();
                if (cell.value() != null || random.nextBoolean()) {
                    fields.add("\"" + kind.key() + "\":"
                            + (cell.value() == null ? "null" : isToken ? cell.value() : "\"" + cell.text() + "\""));
                }
            }
            Collections.shuffle(fields, random);
            text.append(fields.stream().collect(Collectors.joining(", ", "{", "}\n")));
        }
        return Files.writeString(folder.resolve("t.jsonl"), text);
    }

    private Path parquet(List<Map<Kind, Cell>> rows, Random random) throws IOException {
        List<MadeParquet.Column> columns = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<@Nullable Object> stored = new ArrayList<>();
            rows.forEach(row -> stored.add(Objects.requireNonNull(row.get(kind)).stored()));
            columns.add(new MadeParquet.Column(kind.key(), kind.parquet, stored));
        }
        List<@Nullable Object> targets = new ArrayList<>();
        IntStream.range(0, rows.size()).forEach(r -> targets.add(r * 0.37));
        columns.add(random.nextInt(columns.size() + 1), new MadeParquet.Column("y", MadeParquet.Kind.DOUBLE, targets));
        return MadeParquet.write(folder.resolve("t.parquet"), columns, 1 + random.nextInt(rows.size()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameBits(long seed) throws IOException {
        Random random = new Random(seed);
        int count = 150 + random.nextInt(400);
        List<Map<Kind, Cell>> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Map<Kind, Cell> row = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                row.put(kind, cell(kind, random));
            }
            rows.add(row);
        }
        Path file = csv(rows);
        PipelineConfig config = PipelineConfig.defaults()
                .withScaling(List.of(Scaling.values()).get((int) (seed % Scaling.values().length)))
                .withOneHotLimit(seed % 2 == 0 ? 64 : 8);
        ReadOptions options =
                ReadOptions.defaults().withTarget("y").withDates(Map.of("digits", DateForm.of("yyyyMMdd")));
        for (Storage storage : List.of(Storage.memory(), Storage.file(folder))) {
            Pipeline pipeline;
            try (StoredTable table = TableReader.read(List.of(file), options.withStorage(storage))) {
                pipeline = Pipeline.fromJson(Pipeline.fit(table, config).toJson());
                requireSame(rows, pipeline, table);
            }
            ReadOptions known =
                    ReadOptions.defaults().withSchema(pipeline.readingSchema()).withStorage(storage);
            for (Path other : List.of(file, json(rows, random), parquet(rows, random))) {
                try (StoredTable table = TableReader.read(List.of(other), known)) {
                    requireSame(rows, pipeline, table);
                }
            }
        }
    }

    private void requireSame(List<Map<Kind, Cell>> rows, Pipeline pipeline, StoredTable table) {
        assertEquals(rows.size(), table.rows());
        for (EncodedStorage encoded : List.of(EncodedStorage.memory(), EncodedStorage.mapped(folder))) {
            Rows wide = pipeline.encodeFeatures(table, null, DType.F64, encoded);
            Rows narrow = pipeline.encodeFeatures(table, null, DType.F32, encoded);
            for (int r = 0; r < rows.size(); r++) {
                double[] served = pipeline.encodeRow(map(rows.get(r), true));
                requireSame(served, pipeline.encodeRow(map(rows.get(r), false)));
                for (int i = 0; i < served.length; i++) {
                    int input = i;
                    assertEquals(
                            served[i],
                            wide.get(r, i),
                            () -> table.place(0) + ": " + pipeline.inputs().get(input));
                    assertEquals((float) served[i], (float) narrow.get(r, i));
                }
            }
        }
    }

    private static void requireSame(double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i]);
        }
    }

    private static Map<String, @Nullable Object> map(Map<Kind, Cell> row, boolean isText) {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (Kind kind : Kind.values()) {
            Cell cell = Objects.requireNonNull(row.get(kind));
            map.put(kind.key(), isText ? cell.text() : cell.value());
        }
        return map;
    }
}
