package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a query as a table. */
final class ResultSetTable {
    private static final String NAME = "the result of the query";

    private final ResultSet rows;
    private final List<JavaType> types = new ArrayList<>();

    private ResultSetTable(ResultSet rows) {
        this.rows = rows;
    }

    static Table of(ResultSet rows) {
        try {
            return new ResultSetTable(rows).read();
        } catch (SQLException e) {
            throw new TableException(NAME + " cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    private Table read() throws SQLException {
        HeapTable.Builder table = new HeapTable.Builder(NAME, columns(rows.getMetaData()));
        List<ColumnBuffer> columns = table.columns();
        while (rows.next()) {
            for (int c = 0; c < types.size(); c++) {
                columns.get(c).add(value(c));
            }
        }
        return table.build();
    }

    private List<Column> columns(ResultSetMetaData meta) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int c = 1; c <= meta.getColumnCount(); c++) {
            String name = meta.getColumnLabel(c);
            JavaType type = type(meta.getColumnType(c));
            if (type == null) {
                throw new TableException(NAME + ", column " + Quoted.of(name) + " is of the type "
                        + Quoted.bare(meta.getColumnTypeName(c))
                        + ": expected numbers, truth values, texts, dates or times; leave it out of the query, or CAST it to one"
                        + " of these");
            }
            types.add(type);
            columns.add(type.column(name));
        }
        return columns;
    }

    private static @Nullable JavaType type(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> JavaType.NUMBER;
            case Types.BIT, Types.BOOLEAN -> JavaType.TRUTH;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                JavaType.TEXT;
            case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> JavaType.DATE;
            case Types.TIME -> JavaType.TIME;
            default -> null;
        };
    }

    /** Returns a value of the current row, or null. */
    private @Nullable Object value(int column) throws SQLException {
        int c = column + 1;
        return switch (types.get(column)) {
            case NUMBER -> orNull(rows.getDouble(c));
            case TRUTH -> orNull(rows.getBoolean(c));
            case TEXT -> rows.getString(c);
            case DATE, TIME -> date(c, rows.getObject(c));
        };
    }

    /** Returns the value that was read last, or null if it was NULL. */
    private @Nullable Object orNull(Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }

    private @Nullable Object date(int column, @Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            // In the zone of the machine, as the driver made them from what is in the database.
            case Timestamp timestamp -> timestamp.toLocalDateTime();
            case Date date -> date.toLocalDate();
            case Time time -> time.toLocalTime();
            case TemporalAccessor known when JavaType.of(known.getClass()) != null -> known;
            default ->
                throw new TableException(NAME + ", column "
                        + Quoted.of(rows.getMetaData().getColumnLabel(column)) + ": expected a date or a time, found "
                        + value.getClass().getName() + "; CAST it to TIMESTAMP in the query");
        };
    }
}
