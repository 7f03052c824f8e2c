package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views, element access and copies. */
class TensorTest {
    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    /** Element (r, c) is {@code 100 r + c}. */
    private Tensor numbered(DType dtype, int rows, int columns) {
        Tensor tensor = slab.allocate(dtype, rows, columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                tensor.set(r, c, 100 * r + c);
            }
        }
        return tensor;
    }

    @ParameterizedTest
    @EnumSource
    void viewsShareElementsAndKeepTheStride(DType dtype) {
        Tensor whole = numbered(dtype, 13, 17);
        Tensor view = whole.rowRange(2, 9).columnRange(3, 16).rowRange(1, 4).columnRange(5, 7);
        assertEquals("3x2", view.shape());
        assertEquals(17, view.stride());
        assertEquals(6, view.size());
        assertFalse(view.isContiguous());
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 2; c++) {
                assertEquals(100 * (r + 3) + c + 8, view.get(r, c));
            }
        }
        view.set(2, 1, -1);
        assertEquals(-1, whole.get(5, 9));
        whole.set(3, 8, -2);
        assertEquals(-2, view.get(0, 0));
    }

    /** In views with gaps and without, at every place, and not what lies in a gap. */
    @ParameterizedTest
    @EnumSource
    void findsTheFirstElementThatIsNotFinite(DType dtype) {
        double largest = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        double smallest = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
        Tensor whole = numbered(dtype, 7, 37);
        whole.set(0, 0, -largest);
        whole.set(6, 36, largest);
        whole.set(3, 3, smallest);
        whole.set(3, 4, -0.0);
        Tensor part = whole.rowRange(1, 6).columnRange(2, 35);
        assertEquals(-1, whole.firstNonFinite());
        assertEquals(-1, part.firstNonFinite());
        assertEquals(-1, slab.allocate(dtype, 0, 5).firstNonFinite());
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (int r = 0; r < 7; r++) {
                for (int c = 0; c < 37; c++) {
                    double before = whole.get(r, c);
                    whole.set(r, c, bad);
                    boolean isInPart = r >= 1 && r < 6 && c >= 2 && c < 35;
                    assertEquals(r * 37 + c, whole.firstNonFinite());
                    assertEquals(isInPart ? (r - 1) * 33 + c - 2 : -1, part.firstNonFinite());
                    whole.set(r, c, before);
                }
            }
        }
        whole.set(6, 0, Double.NaN);
        whole.set(2, 5, Double.POSITIVE_INFINITY);
        assertEquals(2 * 37 + 5, whole.firstNonFinite());
    }

    @ParameterizedTest
    @EnumSource
    void spansFromTheFirstElementToTheLast(DType dtype) {
        Tensor view = numbered(dtype, 5, 7).rowRange(1, 4).columnRange(2, 5);
        assertEquals((2 * 7 + 3) * (long) dtype.bytes(), view.segment().byteSize());
        assertEquals(
                3L * 7 * dtype.bytes(),
                numbered(dtype, 5, 7).rowRange(2, 5).segment().byteSize());
    }

    @Test
    void aSingleRowOrWholeRowsAreContiguous() {
        Tensor whole = numbered(DType.F32, 5, 7);
        assertTrue(whole.isContiguous());
        assertTrue(whole.rowRange(1, 3).isContiguous());
        assertFalse(whole.columnRange(0, 6).isContiguous());
        assertTrue(whole.columnRange(0, 6).rowRange(2, 3).isContiguous());
        assertTrue(whole.columnRange(0, 7).isContiguous());
    }

    @ParameterizedTest
    @EnumSource
    void hasRowsOfAnotherLength(DType dtype) {
        Tensor whole = numbered(dtype, 4, 6);
        Tensor wide = whole.reshaped(2, 11);
        for (int i = 0; i < 22; i++) {
            assertEquals(whole.get(i / 6, i % 6), wide.get(i / 11, i % 11));
        }
        wide.set(1, 0, 77);
        assertEquals(77, whole.get(1, 5));
        assertSame(whole, whole.reshaped(4, 6));
        assertThrows(IllegalArgumentException.class, () -> whole.reshaped(5, 5));
        assertThrows(
                IllegalArgumentException.class, () -> whole.columnRange(0, 5).reshaped(2, 2));
    }

    @Test
    void emptyViewsAreAllowedAnywhere() {
        Tensor whole = numbered(DType.F64, 5, 7);
        Tensor strided = whole.columnRange(2, 5);
        for (Tensor empty : new Tensor[] {
            whole.rowRange(5, 5),
            whole.columnRange(7, 7),
            strided.rowRange(3, 3),
            strided.rowRange(0, 0),
            strided.rowRange(1, 1).columnRange(3, 3),
            slab.allocate(DType.F64, 0, 0),
            slab.allocate(DType.F32, 0, 9)
        }) {
            assertEquals(0, empty.size());
            assertEquals(0, empty.segment().byteSize());
            assertEquals(empty.rows(), empty.toArray().length);
            empty.fill(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyIndexOutsideIsRefused(DType dtype) {
        Tensor view = numbered(dtype, 5, 7).rowRange(1, 4).columnRange(2, 5);
        int[][] outside = {
            {-1, 0}, {0, -1}, {3, 0}, {0, 3}, {Integer.MIN_VALUE, 0}, {0, Integer.MAX_VALUE}, {2, 3}, {-1, 10}
        };
        for (int[] at : outside) {
            assertThrows(IndexOutOfBoundsException.class, () -> view.get(at[0], at[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> view.set(at[0], at[1], 1));
        }
        int[][] ranges = {{-1, 2}, {0, 4}, {2, 1}, {4, 4}, {Integer.MIN_VALUE, Integer.MAX_VALUE}};
        for (int[] range : ranges) {
            assertThrows(IndexOutOfBoundsException.class, () -> view.rowRange(range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> view.columnRange(range[0], range[1]));
        }
    }

    @Test
    void narrowsToTheElementType() {
        double value = 1.0 / 3;
        Tensor single = slab.allocate(DType.F32, 1, 1);
        single.set(0, 0, value);
        assertEquals((float) value, single.get(0, 0));
        Tensor twice = slab.allocate(DType.F64, 1, 1);
        twice.set(0, 0, value);
        assertEquals(value, twice.get(0, 0));
        single.set(0, 0, 1e300);
        assertEquals(Double.POSITIVE_INFINITY, single.get(0, 0));
    }

    @Test
    void copiesBetweenTypesAndStrides() {
        double[][] values = new double[13][17];
        for (int r = 0; r < 13; r++) {
            for (int c = 0; c < 17; c++) {
                values[r][c] = 100 * r + c;
            }
        }
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                for (boolean strided : new boolean[] {false, true}) {
                    Guarded target = Guarded.of(slab, to, 13, 17, strided);
                    Guarded source = Guarded.of(slab, from, 13, 17, !strided);
                    source.tensor().copyFrom(values);
                    target.tensor().copyFrom(source.tensor());
                    assertArrayEquals(values, target.tensor().toArray());
                    target.assertIntact("copy");
                    Tensor plain = slab.allocate(from, 13, 17);
                    plain.copyFrom(target.tensor());
                    assertArrayEquals(values, plain.toArray());
                }
            }
        }
    }

    @Test
    void copiesOfAnotherShapeAreRefused() {
        Tensor target = slab.allocate(DType.F32, 3, 4);
        Tensor source = slab.allocate(DType.F32, 4, 3);
        String message = Refusal.of(() -> target.copyFrom(source));
        assertEquals("must be same shape: 3x4 vs 4x3", message);
        assertThrows(IllegalArgumentException.class, () -> target.copyFrom(new double[4][4]));
        assertThrows(
                IllegalArgumentException.class,
                () -> target.copyFrom(new double[][] {{1, 2, 3, 4}, {1, 2, 3}, {1, 2, 3, 4}}));
    }

    @Test
    void fillStaysInsideTheView() {
        Guarded guarded = Guarded.strided(slab, DType.F32, 5, 3).filled(2);
        guarded.assertIntact("fill");
        assertEquals(2, guarded.tensor().get(4, 2));
    }

    @Test
    void describesItself() {
        assertEquals("float32[3x4]", slab.allocate(DType.F32, 3, 4).toString());
        assertEquals("float64[0x1]", slab.allocate(DType.F64, 0, 1).toString());
    }

    @Test
    void typesAreFoundByTheirLabels() {
        for (DType dtype : DType.values()) {
            assertEquals(dtype, DType.ofLabel(dtype.label()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DType.ofLabel(dtype.label().toUpperCase(Locale.ROOT)));
        }
        String message = Refusal.of(() -> DType.ofLabel("bfloat16"));
        assertTrue(message.contains("bfloat16") && message.contains("float32") && message.contains("float64"), message);
    }
}
