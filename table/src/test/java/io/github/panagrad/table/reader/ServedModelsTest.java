package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model serves the same rows with the same bits, whether they come from CSV, JSON lines, Parquet, records or maps. */
class ServedModelsTest {
    private static final int ROWS = 613;

    @TempDir
    Path folder;

    private enum Town {
        ROME,
        BERN,
        OSLO
    }

    private record Person(
            @Nullable Double size,
            int rooms,
            @Nullable Town town,
            @Nullable Boolean member,
            @Nullable LocalDate day,
            String y) {
        String line() {
            return text(size) + "," + rooms + "," + text(town) + "," + text(member) + "," + text(day) + "," + y + "\n";
        }

        String json() {
            return "{\"size\":" + size + ",\"rooms\":" + rooms + ",\"town\":" + quoted(town) + ",\"member\":" + member
                    + ",\"day\":" + quoted(day) + ",\"y\":\"" + y + "\"}\n";
        }

        private static String text(@Nullable Object value) {
            return value == null ? "" : value.toString();
        }

        private static String quoted(@Nullable Object value) {
            return value == null ? "null" : "\"" + value + "\"";
        }

        Map<String, @Nullable Object> map() {
            Map<String, @Nullable Object> map = new HashMap<>();
            map.put("size", size);
            map.put("rooms", rooms);
            map.put("town", town);
            map.put("member", member);
            map.put("day", day);
            return map;
        }

        /** As a form on a page has it. */
        Map<String, @Nullable Object> texts() {
            Map<String, @Nullable Object> map = new HashMap<>();
            map().forEach((name, value) -> map.put(name, text(value)));
            return map;
        }
    }

    private static List<Person> people(long seed) {
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            Double size = random.nextInt(15) == 0 ? null : random.nextGaussian() * 30;
            Town town = random.nextInt(15) == 0 ? null : Town.values()[random.nextInt(3)];
            Boolean member = random.nextInt(15) == 0 ? null : random.nextBoolean();
            LocalDate day =
                    random.nextInt(15) == 0 ? null : LocalDate.of(2001, 3, 1).plusDays(random.nextInt(9000));
            boolean isHigh = (size == null ? 0 : size) + (town == Town.OSLO ? 20 : 0) > 5;
            people.add(new Person(size, random.nextInt(9), town, member, day, isHigh ? "high" : "low"));
        }
        return people;
    }

    private Path csv(String name, List<Person> people) throws IOException {
        StringBuilder text = new StringBuilder("size,rooms,town,member,day,y\n");
        people.forEach(person -> text.append(person.line()));
        return Files.writeString(folder.resolve(name), text);
    }

    private Path json(List<Person> people) throws IOException {
        StringBuilder text = new StringBuilder();
        people.forEach(person -> text.append(person.json()));
        return Files.writeString(folder.resolve("people.jsonl"), text);
    }

    private Path parquet(List<Person> people) throws IOException {
        List<@Nullable Object> sizes = new ArrayList<>();
        List<@Nullable Object> rooms = new ArrayList<>();
        List<@Nullable Object> towns = new ArrayList<>();
        List<@Nullable Object> members = new ArrayList<>();
        List<@Nullable Object> days = new ArrayList<>();
        for (Person person : people) {
            LocalDate day = person.day;
            Town town = person.town;
            sizes.add(person.size);
            rooms.add(person.rooms);
            towns.add(town == null ? null : town.name());
            members.add(person.member);
            days.add(day == null ? null : (int) day.toEpochDay());
        }
        return MadeParquet.write(
                folder.resolve("people.parquet"),
                List.of(
                        new MadeParquet.Column("size", MadeParquet.Kind.DOUBLE, sizes),
                        new MadeParquet.Column("rooms", MadeParquet.Kind.INT32, rooms),
                        new MadeParquet.Column("town", MadeParquet.Kind.TEXT, towns),
                        new MadeParquet.Column("member", MadeParquet.Kind.TRUTH, members),
                        new MadeParquet.Column("day", MadeParquet.Kind.DATE, days)),
                100);
    }

    private static long[] bits(List<Prediction> predictions) {
        return predictions.stream()
                .mapToLong(prediction ->
                        Double.doubleToRawLongBits(((Prediction.ClassPrediction) prediction).probability(0)))
                .toArray();
    }

    private static void requireSame(String what, long[] expected, List<Prediction> found) {
        assertTrue(Arrays.equals(expected, bits(found)), what);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUICK", "STANDARD"})
    void allSourcesGiveTheSameBits(Preset preset) throws IOException {
        List<Person> served = people(2);
        Path trained = csv("trained.csv", people(1));
        try (TableModel model =
                TableModel.fit(Table.read(trained), TableModelConfig.target("y").withPreset(preset))) {
            long[] expected = bits(model.predictAll(Table.read(csv("served.csv", served))));
            assertEquals(ROWS, expected.length);
            requireSame("JSON lines", expected, model.predictAll(Table.read(json(served))));
            requireSame("Parquet", expected, model.predictAll(Table.read(parquet(served))));
            requireSame("table of records", expected, model.predictAll(Table.of(Person.class, served)));
            requireSame("records", expected, model.predictAll(served));
            requireSame(
                    "maps",
                    expected,
                    model.predictAll(served.stream().map(Person::map).toList()));
            requireSame(
                    "texts",
                    expected,
                    model.predictAll(served.stream().map(Person::texts).toList()));
            Path file = folder.resolve("model.safetensors");
            model.save(file);
            try (TableModel loaded = TableModel.load(file)) {
                requireSame("after loading", expected, loaded.predictAll(served));
            }
            long[] single = bits(
                    served.stream().map(person -> model.predict(person.map())).toList());
            requireSame(
                    "single records",
                    single,
                    served.stream().map(model::predict).toList());
            requireSame(
                    "single maps of texts",
                    single,
                    served.stream().map(person -> model.predict(person.texts())).toList());
        }
    }

    /** What is learned does not depend on where the rows come from, either. */
    @Test
    void allSourcesTrainTheSameModel() throws IOException {
        List<Person> people = people(3);
        List<Person> served = people(4);
        TableModelConfig config = TableModelConfig.target("y").withPreset(Preset.QUICK);
        try (TableModel ofFile = TableModel.fit(Table.read(csv("trained.csv", people)), config);
                TableModel ofJson = TableModel.fit(Table.read(json(people)), config);
                TableModel ofRecords = TableModel.fit(Table.of(Person.class, people), config)) {
            long[] expected = bits(ofFile.predictAll(served));
            requireSame("JSON lines", expected, ofJson.predictAll(served));
            requireSame("records", expected, ofRecords.predictAll(served));
            assertEquals(
                    ofFile.facts().get("validation_loss"), ofRecords.facts().get("validation_loss"));
        }
    }

    /** Rows whose components are texts, or numbers where the model has texts. */
    private record Texts(
            @Nullable String size,
            long rooms,
            @Nullable String town,
            @Nullable String member,
            @Nullable String day) {
        static Texts of(Person person) {
            return new Texts(
                    person.size == null ? null : person.size.toString(),
                    person.rooms,
                    Person.text(person.town),
                    person.member == null ? null : person.member ? "yes" : "no",
                    Person.text(person.day));
        }
    }

    /** A table of records with other types is read as the model's. */
    @Test
    void tablesOfOtherTypesGiveTheSameBits() throws IOException {
        List<Person> served = people(5);
        List<Texts> texts = served.stream().map(Texts::of).toList();
        try (TableModel model = TableModel.fit(
                Table.read(csv("trained.csv", people(6))),
                TableModelConfig.target("y").withPreset(Preset.QUICK))) {
            long[] expected = bits(model.predictAll(served));
            requireSame("a table of texts", expected, model.predictAll(Table.of(Texts.class, texts)));
            requireSame("records of texts", expected, model.predictAll(texts));
            Texts wrong = new Texts("large", 1, "ROME", "yes", "2020-01-01");
            TableException refused = assertThrows(
                    TableException.class,
                    () -> model.predictAll(Table.of(Texts.class, List.of(texts.getFirst(), wrong))));
            assertEquals(
                    "the list of Texts, row 2, column 'size': expected a number, found 'large'", refused.getMessage());
        }
    }

    private record Coded(int code, boolean flag, int truth, long seconds, double y) {}

    private record CodedTexts(String code, String flag, String truth, String seconds, String y) {}

    /** The other way round: numbers where the model has texts. */
    @Test
    void numbersAreTextsWhereTheModelHasTexts() throws IOException {
        StringBuilder text = new StringBuilder("code,flag,truth,seconds,y\n");
        List<Coded> rows = new ArrayList<>();
        List<CodedTexts> asTexts = new ArrayList<>();
        for (int i = 0; i < 211; i++) {
            int code = i % 7;
            boolean flag = i % 2 == 0;
            int truth = i % 3 == 0 ? 1 : 0;
            double y = code + (flag ? 5 : 0) + 10 * truth + 0.001 * (i % 100);
            rows.add(new Coded(code, flag, truth, i * 86_400L, y));
            asTexts.add(new CodedTexts(
                    "" + code,
                    "" + flag,
                    truth == 1 ? "yes" : "no",
                    LocalDate.ofEpochDay(i).toString(),
                    "" + y));
            text.append(code)
                    .append(',')
                    .append(flag)
                    .append(',')
                    .append(truth == 1 ? "yes" : "no")
                    .append(',');
            text.append(LocalDate.ofEpochDay(i)).append(',').append(y).append('\n');
        }
        Path file = Files.writeString(folder.resolve("coded.csv"), text);
        ReadOptions options = ReadOptions.defaults()
                .withTypes(Map.of("code", ColumnType.CATEGORICAL, "flag", ColumnType.CATEGORICAL));
        try (TableModel model = TableModel.fit(
                Table.read(List.of(file), options), TableModelConfig.target("y").withPreset(Preset.QUICK))) {
            List<Prediction> expected = model.predictAll(Table.read(file));
            assertEquals(expected, model.predictAll(Table.of(Coded.class, rows)));
            assertEquals(expected, model.predictAll(rows));
            assertEquals(expected, model.predictAll(Table.of(CodedTexts.class, asTexts)));
            assertEquals(
                    model.evaluate(Table.read(file)).metrics(),
                    model.evaluate(Table.of(CodedTexts.class, asTexts)).metrics());
        }
    }
}
