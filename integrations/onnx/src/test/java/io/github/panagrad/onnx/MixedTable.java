package io.github.panagrad.onnx;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table with columns of every kind, and rows for its models: some like those of the table, others like none of them. */
final class MixedTable {
    static final int ROWS = 400;

    private static final List<String> CITIES = List.of("Ålesund", "Bern", "Cork", "東京", "a \"b\", c", "o'Neil");

    private MixedTable() {}

    /** What the target is. */
    enum Target {
        THREE_TEXTS,
        TWO_TEXTS,
        TRUTH,
        CODES,
        VALUES
    }

    /** Writes and reads the table; the caller closes it. */
    static StoredTable read(Path folder, Target target) throws IOException {
        Path file = folder.resolve("mixed.csv");
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        lines.add("gaps,plain,skewed,flag,only,same,price,when,time,city,grade,code,zip,y");
        for (int r = 0; r < ROWS; r++) {
            double plain = random.nextGaussian();
            String skewed = random.nextInt(3) > 0 ? "0" : String.valueOf(Math.exp(3 * random.nextGaussian()));
            String when = LocalDateTime.of(2019, 12, 30, 23, 50)
                    .plusMinutes(random.nextInt(2_000_000))
                    .toString();
            String time = LocalTime.of(random.nextInt(24), random.nextInt(60)).toString();
            lines.add(String.join(
                    ",",
                    gap(random, String.valueOf(100 + 30 * random.nextGaussian())),
                    String.valueOf(plain),
                    skewed,
                    gap(random, String.valueOf(random.nextBoolean())),
                    random.nextInt(4) == 0 ? "" : "7",
                    "5",
                    gap(random, "$" + (1 + random.nextInt(900)) + ".50"),
                    gap(random, when),
                    time,
                    quoted(gap(random, r < 5 ? "rare" + r : CITIES.get(random.nextInt(CITIES.size())))),
                    List.of("low", "mid", "high").get(random.nextInt(3)),
                    List.of("1", "2", "30", "-4").get(random.nextInt(4)),
                    gap(random, "z" + random.nextInt(40)),
                    target(target, random, plain)));
        }
        Files.write(file, lines);
        return TableReader.read(
                List.of(file),
                ReadOptions.defaults()
                        .withTarget("y")
                        .withTypes(Map.of("code", ColumnType.CATEGORICAL, "zip", ColumnType.CATEGORICAL)));
    }

    private static String gap(Random random, String text) {
        return random.nextInt(8) == 0 ? "" : text;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static String target(Target target, Random random, double plain) {
        double y = plain + 0.5 * random.nextGaussian();
        return switch (target) {
            case THREE_TEXTS -> y < -0.5 ? "low" : y < 0.5 ? "middle" : "high \"so\"";
            case TWO_TEXTS -> y < 0 ? "no" : "yes";
            case TRUTH -> String.valueOf(y > 0.2);
            case CODES -> y < -0.5 ? "-1" : y < 0.5 ? "2" : "10";
            case VALUES -> String.valueOf(2e4 + 3000 * y);
        };
    }

    /** Returns rows with gaps, texts that the table does not have, and numbers and dates far from its own. */
    static List<Map<String, @Nullable Object>> rows(int count) {
        Random random = new Random(11);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("gaps", number(random, 100, 30));
            row.put("plain", number(random, 0, 1));
            row.put("skewed", number(random, 0, 3));
            row.put("flag", random.nextInt(4) == 0 ? null : random.nextBoolean());
            row.put("only", random.nextInt(4) == 0 ? null : random.nextBoolean() ? 7 : 8.5);
            row.put("same", random.nextBoolean() ? null : 5);
            row.put("price", number(random, 450, 260));
            row.put("when", when(random));
            row.put(
                    "time",
                    random.nextInt(6) == 0 ? null : LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L)));
            row.put("city", text(random, CITIES));
            row.put("grade", text(random, List.of("low", "mid", "high")));
            row.put("code", text(random, List.of("1", "2", "30", "-4", "1.0", "30.0", "-4.0", "5", "1x")));
            row.put("zip", text(random, List.of("z0", "z7", "z39", "z40", "Z0")));
            rows.add(row);
        }
        return rows;
    }

    /** Not so far from the table's that the rounding of float32 would be more than what is compared. */
    private static @Nullable Object number(Random random, int center, double spread) {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> Double.NaN;
            case 2 -> center + (random.nextBoolean() ? 7 : -7) * spread;
            case 3 -> -0.0;
            case 4 -> center;
            default -> center + spread * random.nextGaussian();
        };
    }

    private static @Nullable Object when(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 ->
                LocalDateTime.of(2020 + random.nextInt(5), 2, 28, 23, 59, 59, 999_000_000)
                        .plusHours(random.nextInt(26));
            case 2 -> LocalDateTime.of(2015, 1, 1, 0, 0).plusDays(random.nextInt(4000));
            default -> LocalDateTime.of(2019, 12, 30, 23, 50).plusMinutes(random.nextInt(2_000_000));
        };
    }

    private static @Nullable Object text(Random random, List<String> usual) {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> "never seen";
            case 2 -> List.of("", "NA", "?", "null", "N/A").get(random.nextInt(5));
            case 3 -> "rare" + random.nextInt(7);
            default -> usual.get(random.nextInt(usual.size()));
        };
    }
}
