package io.github.panagrad.table.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Results of queries, of a stub that does what JDBC says and of a database in memory. */
class ResultSetTableTest {
    private static final double DAY = 86_400;

    private record StubColumn(String label, int type) {}

    /** A result that is read once, from its first row to its last. */
    private static ResultSet stub(List<StubColumn> columns, List<List<@Nullable Object>> rows) {
        int[] row = {-1};
        boolean[] wasNull = {false};
        ResultSetMetaData meta = (ResultSetMetaData) Proxy.newProxyInstance(
                ResultSetTableTest.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "getColumnCount" -> columns.size();
                    case "getColumnLabel" -> columns.get((int) arguments[0] - 1).label;
                    case "getColumnType" -> columns.get((int) arguments[0] - 1).type;
                    case "getColumnTypeName" -> "TYPE " + columns.get((int) arguments[0] - 1).type;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return (ResultSet) Proxy.newProxyInstance(
                ResultSetTableTest.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "getMetaData" -> meta;
                    case "wasNull" -> wasNull[0];
                    case "next" -> {
                        row[0]++;
                        yield row[0] < rows.size();
                    }
                    default -> {
                        Object value = rows.get(row[0]).get((int) arguments[0] - 1);
                        wasNull[0] = value == null;
                        yield cell(method.getName(), value);
                    }
                });
    }

    private static @Nullable Object cell(String method, @Nullable Object value) throws SQLException {
        if (value instanceof SQLException failure) {
            throw failure;
        }
        return switch (method) {
            case "getDouble" -> value == null ? 0.0 : ((Number) value).doubleValue();
            case "getBoolean" -> value != null && (boolean) value;
            case "getString", "getObject" -> value;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return java.util.Arrays.asList(values);
    }

    private static double[] numbers(Table table, String column, ColumnType type) {
        int c = table.schema().indexOf(column).orElseThrow();
        assertEquals(type, table.schema().columns().get(c).type(), column);
        double[] found = new double[table.rows()];
        table.numbers(c, 0, found.length, found);
        return found;
    }

    @Test
    void rowsAreReadOneByOne() {
        LocalDateTime moment = LocalDateTime.of(1970, 1, 2, 0, 0, 1);
        Table table = Table.of(stub(
                List.of(
                        new StubColumn("n", Types.DECIMAL),
                        new StubColumn("b", Types.BIT),
                        new StubColumn("t", Types.VARCHAR),
                        new StubColumn("d", Types.DATE),
                        new StubColumn("m", Types.TIMESTAMP),
                        new StubColumn("z", Types.TIMESTAMP_WITH_TIMEZONE),
                        new StubColumn("c", Types.TIME)),
                List.of(
                        row(
                                1.5,
                                true,
                                "a",
                                java.sql.Date.valueOf("1970-01-02"),
                                java.sql.Timestamp.valueOf(moment),
                                moment.atOffset(ZoneOffset.ofHours(2)),
                                java.sql.Time.valueOf(LocalTime.of(1, 0))),
                        row(0, false, "", LocalDate.EPOCH, moment, null, LocalTime.of(0, 1)),
                        row(null, null, null, null, null, null, null))));
        assertEquals(3, table.rows());
        double none = Double.NaN;
        assertArrayEquals(new double[] {1.5, 0, none}, numbers(table, "n", ColumnType.NUMERIC));
        assertArrayEquals(new double[] {1, 0, none}, numbers(table, "b", ColumnType.BOOLEAN));
        assertArrayEquals(new double[] {DAY, 0, none}, numbers(table, "d", ColumnType.DATE));
        assertArrayEquals(new double[] {DAY + 1, DAY + 1, none}, numbers(table, "m", ColumnType.DATE));
        assertArrayEquals(new double[] {DAY + 1 - 7200, none, none}, numbers(table, "z", ColumnType.DATE));
        assertArrayEquals(new double[] {3600, 60, none}, numbers(table, "c", ColumnType.DATE));
        int[] codes = new int[3];
        table.codes(2, 0, 3, codes);
        assertArrayEquals(new int[] {0, -1, -1}, codes);
        assertEquals("the result of the query, row 3", table.place(2));
    }

    private static void refused(ResultSet rows, String... words) {
        String message = String.valueOf(
                assertThrows(TableException.class, () -> Table.of(rows)).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
    }

    @Test
    void wrongResultsAreNamed() {
        refused(
                stub(List.of(new StubColumn("photo", Types.BLOB)), List.of()),
                "column 'photo'",
                "TYPE " + Types.BLOB,
                "leave it out of the query, or CAST");
        refused(
                stub(List.of(new StubColumn("x", Types.INTEGER), new StubColumn("x", Types.INTEGER)), List.of()),
                "two columns have the name 'x'");
        refused(stub(List.of(new StubColumn("x", Types.INTEGER)), List.of()), "has no rows");
        refused(
                stub(List.of(new StubColumn("x", Types.INTEGER)), List.of(row(new SQLException("the line is dead")))),
                "cannot be read",
                "the line is dead");
        refused(
                stub(List.of(new StubColumn("x", Types.DATE)), List.of(row(17))),
                "column 'x'",
                "expected a date or a time",
                "java.lang.Integer");
    }

    /** A linked program may lack the module java.sql, and still finds the service, whose methods are looked up then. */
    @Test
    void theServiceDoesNotNameClassesOfJavaSql() {
        for (Method method : InputOpener.class.getMethods()) {
            for (Class<?> parameter : method.getParameterTypes()) {
                assertEquals(
                        "java.base",
                        Objects.requireNonNullElse(parameter.getModule().getName(), "java.base"),
                        method.toString());
            }
        }
    }

    /** What a database has, trained on and served. */
    @Test
    void aDatabaseTrainsAModel() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:people");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE people (age INT, education VARCHAR(20), hours DECIMAL(5, 1), member BOOLEAN,"
                            + " since DATE, seen TIMESTAMP(6), at TIME, code CHAR(2), income VARCHAR(10))");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 0; i < 211; i++) {
                    boolean isHigh = i % 2 == 0;
                    insert.setObject(1, i % 17 == 0 ? null : 20 + i % 53);
                    insert.setObject(2, i % 19 == 0 ? null : isHigh ? "Masters" : "School");
                    insert.setObject(3, (isHigh ? 40 : 30) + i % 10);
                    insert.setObject(4, i % 3 == 0);
                    insert.setObject(5, LocalDate.of(2020, 1, 1).plusDays(i));
                    insert.setObject(6, LocalDateTime.of(2024, 5, 1, 12, 0).plusMinutes(i * 7L));
                    insert.setObject(7, LocalTime.of(i % 24, 0));
                    insert.setObject(8, "c" + i % 5);
                    insert.setObject(9, isHigh ? "high" : "low");
                    insert.execute();
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT * FROM people");
                    TableModel model = TableModel.fit(
                            Table.of(rows),
                            TableModelConfig.target("INCOME")
                                    .withPreset(Preset.QUICK)
                                    .withThreads(1))) {
                assertTrue(rows.isAfterLast(), "all rows were read, and the result is still open");
                Prediction.ClassPrediction one = (Prediction.ClassPrediction) model.predict(Map.of(
                        "AGE",
                        40,
                        "EDUCATION",
                        "Masters",
                        "HOURS",
                        44,
                        "MEMBER",
                        true,
                        "SINCE",
                        LocalDate.of(2020, 3, 1),
                        "SEEN",
                        LocalDateTime.of(2024, 5, 1, 13, 0),
                        "AT",
                        LocalTime.of(7, 0),
                        "CODE",
                        "c1"));
                assertEquals("high", one.label());
                try (ResultSet again = statement.executeQuery("SELECT * FROM people")) {
                    assertTrue(model.evaluate(Table.of(again)).evaluation().accuracy() > 0.95);
                }
            }
        }
    }
}
