package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All workers get the bits of a tree of additions, whatever the counts, the lengths of pieces and who is late. */
class SumTest {
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void hasTheBitsOfATree(int workers) {
        Random random = new Random(workers);
        for (int pieceBytes : new int[] {64, 1000, 1 << 18}) {
            List<DType> types = new ArrayList<>();
            List<Integer> counts = new ArrayList<>(List.of(0, 1, 2, 3, workers, 15, 16, 17, 257));
            for (int i = 0; i < 6; i++) {
                counts.add(random.nextInt(5000));
            }
            counts.add(pieceBytes == 64 ? 9_011 : 150_007);
            counts.forEach(count -> types.add(random.nextBoolean() ? DType.F32 : DType.F64));
            Workers.run(
                    workers, Workers.SETTINGS.withPieceBytes(pieceBytes), exchange -> sumSome(exchange, counts, types));
        }
    }

    private static void sumSome(TcpExchange exchange, List<Integer> counts, List<DType> types)
            throws InterruptedException {
        Random late = new Random();
        try (Slab slab = new Slab("test")) {
            List<Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                tensors.add(slab.allocate(types.get(i), 1, counts.get(i)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                if (late.nextInt(4) == 0) {
                    Thread.sleep(late.nextInt(5));
                }
                for (int i = 0; i < tensors.size(); i++) {
                    fill(tensors.get(i), exchange.worker(), round, i);
                    exchange.beginSum(tensors.get(i));
                    if (late.nextInt(20) == 0) {
                        exchange.awaitSums();
                    }
                }
                exchange.awaitSums();
                for (int i = 0; i < tensors.size(); i++) {
                    requireTree(tensors.get(i), exchange.workers(), round, i);
                }
            }
        }
    }

    /** Numbers of very different sizes, so that the order of additions matters. */
    private static double number(DType dtype, int worker, int round, int tensor, int element) {
        int bits = (element * 0x9E3779B9) ^ (worker * 0x85EBCA6B) ^ (round * 0xC2B2AE35) ^ (tensor * 0x27D4EB2F);
        bits ^= bits >>> 15;
        bits *= 0x2C1B3C6D;
        bits ^= bits >>> 12;
        double value = Math.scalb((double) bits, (bits & 31) - 16);
        return dtype == DType.F32 ? (float) value : value;
    }

    private static void fill(Tensor tensor, int worker, int round, int number) {
        for (int e = 0; e < tensor.size(); e++) {
            tensor.set(0, e, number(tensor.dtype(), worker, round, number, e));
        }
    }

    private static void requireTree(Tensor tensor, int workers, int round, int number) {
        for (int e = 0; e < tensor.size(); e++) {
            double expected = tree(tensor.dtype(), 0, workers, round, number, e);
            long found = Double.doubleToRawLongBits(tensor.get(0, e));
            if (found != Double.doubleToRawLongBits(expected)) {
                assertEquals(expected, tensor.get(0, e), tensor + ", element " + e + ", workers " + workers);
            }
        }
    }

    private static double tree(DType dtype, int from, int to, int round, int number, int element) {
        if (to == from + 1) {
            return number(dtype, from, round, number, element);
        }
        int middle = (from + to) / 2;
        double left = tree(dtype, from, middle, round, number, element);
        double right = tree(dtype, middle, to, round, number, element);
        return dtype == DType.F32 ? (float) left + (float) right : left + right;
    }

    @Test
    void queuesMoreThanItHolds() {
        Workers.run(3, Workers.SETTINGS, exchange -> {
            try (Slab slab = new Slab("test")) {
                List<Tensor> tensors = new ArrayList<>();
                for (int i = 0; i < 3000; i++) {
                    Tensor tensor = slab.allocate(DType.F32, 1, 1 + i % 70);
                    tensor.fill(i + exchange.worker());
                    tensors.add(tensor);
                    exchange.beginSum(tensor);
                }
                exchange.awaitSums();
                for (int i = 0; i < tensors.size(); i++) {
                    assertEquals(3 * i + 3, tensors.get(i).get(0, i % 70));
                }
            }
        });
    }

    @Test
    void refusesWhatItCannotSum() {
        Workers.run(2, Workers.SETTINGS, exchange -> {
            try (Slab slab = new Slab("test")) {
                Tensor matrix = slab.allocate(DType.F32, 3, 4);
                IllegalArgumentException gaps =
                        assertThrows(IllegalArgumentException.class, () -> exchange.beginSum(matrix.columnRange(1, 3)));
                assertEquals(
                        "only contiguous tensors are summed, but the rows of this float32[3x2] are 4 elements apart",
                        gaps.getMessage());
                if (exchange.worker() == 0) {
                    // The other one comes later, so that this one is under way.
                    exchange.beginSum(matrix);
                    assertThrows(IllegalStateException.class, () -> exchange.beginSum(matrix));
                    byte[] bytes = new byte[2];
                    assertThrows(
                            IllegalStateException.class,
                            () -> exchange.gather(MemorySegment.ofArray(bytes), MemorySegment.ofArray(new byte[4])));
                } else {
                    Thread.sleep(300);
                    exchange.beginSum(matrix);
                }
                exchange.awaitSums();
            }
        });
    }
}
