package io.github.panagrad.spark.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.spark.estimator.RowBlock;
import io.github.panagrad.spark.estimator.SparkField;
import io.github.panagrad.table.Table;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Function1;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Tables that travel, and their rows in the order of their values. */
class HeapColumnsTest {
    private static final StructType TYPE = new StructType()
            .add("place", "string")
            .add("skipped", "array<int>")
            .add("price", "decimal(10,2)")
            .add("time", "timestamp")
            .add("open", "boolean");

    private static final List<String> COLUMNS = List.of("place", "price", "time", "open");

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            rows.add(RowFactory.create(
                    i % 5 == 4 ? null : i % 5 == 3 ? "?" : " p" + i % 3,
                    null,
                    i % 4 == 3 ? null : new BigDecimal(7 * i % 6 + ".25"),
                    Timestamp.from(Instant.ofEpochSecond(1_000_000 + 31 * i % 17)),
                    i % 2 == 0));
        }
        return rows;
    }

    private static RowBlock block(List<Row> rows) {
        List<SparkField> fields = COLUMNS.stream()
                .map(TYPE::fieldIndex)
                .map(at -> SparkField.of(TYPE.fields()[at], at, Role.FEATURE))
                .toList();
        RowBlock block = new RowBlock(fields, "rows");
        add(rows, block);
        return block;
    }

    private static void add(List<Row> rows, RowBlock block) {
        Function1<Object, Object> converter = CatalystTypeConverters.createToCatalystConverter(TYPE);
        UnsafeProjection projection = UnsafeProjection.create(TYPE);
        rows.forEach(row -> block.add(projection.apply((InternalRow) converter.apply(row))));
    }

    private static HeapColumns sorted(List<Row> rows) {
        return HeapColumns.sorted(block(rows), "rows");
    }

    private static void assertSame(Table expected, Table actual) {
        assertEquals(expected.schema(), actual.schema());
        assertEquals(expected.rows(), actual.rows());
        int[] codes = new int[expected.rows()];
        int[] otherCodes = new int[expected.rows()];
        expected.codes(0, 0, codes.length, codes);
        actual.codes(0, 0, codes.length, otherCodes);
        assertArrayEquals(codes, otherCodes);
        assertEquals(expected.categories(0), actual.categories(0));
        for (int c = 1; c < expected.schema().columns().size(); c++) {
            double[] numbers = new double[expected.rows()];
            double[] otherNumbers = new double[expected.rows()];
            expected.numbers(c, 0, numbers.length, numbers);
            actual.numbers(c, 0, numbers.length, otherNumbers);
            assertArrayEquals(numbers, otherNumbers);
        }
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        HeapColumns expected = sorted(rows());
        for (int seed = 0; seed < 5; seed++) {
            List<Row> shuffled = new ArrayList<>(rows());
            Collections.shuffle(shuffled, new Random(seed));
            assertSame(expected, sorted(shuffled));
        }
        // Missing first, and "?" is missing, as in files; texts are stripped.
        assertEquals(List.of("p0", "p1", "p2"), expected.categories(0));
        int[] codes = new int[13];
        expected.codes(0, 0, 13, codes);
        assertArrayEquals(new int[] {-1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 2}, codes);
        double[] price = new double[13];
        expected.numbers(1, 0, 13, price);
        assertEquals(Double.NaN, price[0]);
        double[] times = new double[13];
        expected.numbers(2, 0, 13, times);
        assertArrayEquals(
                IntStream.range(0, 13)
                        .mapToDouble(i -> 1_000_000 + 31 * i % 17)
                        .sorted()
                        .toArray(),
                Arrays.stream(times).sorted().toArray());
        assertEquals("rows, row 13", expected.place(12));
        assertThrows(IllegalArgumentException.class, () -> expected.numbers(0, 0, 1, times));
    }

    /** What a block has of earlier rows is not there. */
    @Test
    void aBlockThatIsFilledAgainHasOnlyItsLastRows() {
        RowBlock block = block(rows());
        block.clear(0);
        List<Row> last = rows().subList(1, 4);
        add(last, block);
        assertSame(sorted(last), HeapColumns.sorted(block, "rows"));
    }

    /** Spark takes both zeros as one, and may give either. */
    @Test
    void zeroHasNoSign() {
        StructType type = new StructType().add("x", "double").add("y", "int");
        UnsafeProjection projection = UnsafeProjection.create(type);
        double[][] x = new double[2][4];
        for (int k = 0; k < 2; k++) {
            RowBlock block = new RowBlock(
                    List.of(
                            SparkField.of(type.fields()[0], 0, Role.FEATURE),
                            SparkField.of(type.fields()[1], 1, Role.FEATURE)),
                    "rows");
            for (int i = 0; i < 4; i++) {
                double zero = i % 2 == k ? -0.0 : 0.0;
                block.add(projection.apply(new GenericInternalRow(new Object[] {i == 3 ? -1.5 : zero, 5 - i})));
            }
            HeapColumns sorted = HeapColumns.sorted(block, "rows");
            sorted.numbers(0, 0, 4, x[k]);
            double[] y = new double[4];
            sorted.numbers(1, 0, 4, y);
            assertArrayEquals(new double[] {2, 3, 4, 5}, y);
        }
        assertArrayEquals(new double[] {-1.5, 0, 0, 0}, x[0]);
        assertArrayEquals(x[0], x[1]);
    }

    /** A cluster may use either serialiser. */
    @Test
    void itTravelsByBothSerialisers() {
        HeapColumns expected = sorted(rows());
        SparkConf conf = new SparkConf(false);
        ClassTag<HeapColumns> tag = ClassTag$.MODULE$.apply(HeapColumns.class);
        for (Serializer serializer : List.of(new JavaSerializer(conf), new KryoSerializer(conf))) {
            SerializerInstance instance = serializer.newInstance();
            HeapColumns sent = instance.deserialize(instance.serialize(expected, tag), tag);
            assertSame(expected, sent);
        }
    }

    @Test
    void someRowsAreAsIfTheOthersHadNeverBeenRead() {
        List<Row> rows = rows();
        int[] positions = {2, 5, 8, 11, 12};
        List<Row> some = Arrays.stream(positions).mapToObj(rows::get).toList();
        SelectedRows selected = new SelectedRows(block(rows), positions);
        assertSame(block(some), selected);
        assertEquals("rows, row 13", selected.place(4));
        assertEquals(Schema.DEFAULT_MISSING, selected.schema().missing());
    }
}
