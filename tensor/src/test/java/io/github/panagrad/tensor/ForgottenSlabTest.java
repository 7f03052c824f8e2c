package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Memory that nobody closes is freed once nobody can reach it, and not before. */
class ForgottenSlabTest {
    /** Different from what other tests allocate. */
    private static final int ROWS = 4_099;

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean());
    }

    private static Tensor forgotten() {
        return new Slab("forgotten memory").allocate(DType.F64, ROWS, 3);
    }

    @Test
    void aTensorKeepsItsSlab() throws InterruptedException {
        Tensor tensor = forgotten();
        Tensor view = tensor.rowRange(5, 9).columnRange(1, 2);
        tensor = null;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }
        view.set(3, 0, 7);
        assertEquals(7, view.get(3, 0));
        assertEquals(null, tensor);
    }

    @Test
    void unreachableMemoryIsFreed() throws InterruptedException {
        long before = Slab.totalBytes();
        long bytes = forgotten().segment().byteSize();
        assertEquals(ROWS * 3L * Double.BYTES, bytes);
        await(() -> Slab.totalBytes() <= before);
    }

    /** With the property, and only then, it is said what was forgotten and where it was opened. */
    @Test
    void itIsLoggedWhereAsked() throws InterruptedException {
        PrintStream standard = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setProperty(Slab.UNCLOSED_PROPERTY, "log");
        try {
            new Slab("closed memory").close();
            assertTrue(forgotten().size() > 0);
            await(() -> printed.toString(StandardCharsets.UTF_8).contains("nobody closed the forgotten memory"));
            String text = printed.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("whose " + ROWS * 3L * Double.BYTES + " bytes"), text);
            assertTrue(text.contains("ForgottenSlabTest.forgotten"), text);
            assertTrue(!text.contains("closed the closed memory"), text);
        } finally {
            System.setErr(standard);
            System.clearProperty(Slab.UNCLOSED_PROPERTY);
        }
    }
}
