package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory that was closed: every way to use it throws, and none ends the process. */
class ClosedMemoryTest {
    @Test
    void tensorsOfAClosedSlabThrow() {
        Slab slab = new Slab("test");
        Tensor tensor = slab.allocate(DType.F64, 3, 4);
        Tensor view = tensor.columnRange(1, 3);
        Tensor other = slab.allocate(DType.F64, 3, 4);
        DropoutMask mask = DropoutMask.allocate(slab, 3, 4);
        slab.close();
        assertThrows(IllegalStateException.class, () -> tensor.get(0, 0));
        assertThrows(IllegalStateException.class, () -> view.set(0, 0, 1));
        assertThrows(IllegalStateException.class, () -> tensor.fill(0));
        assertThrows(IllegalStateException.class, () -> tensor.copyFrom(other));
        assertThrows(IllegalStateException.class, () -> tensor.copyFrom(new double[3][4]));
        assertThrows(IllegalStateException.class, tensor::toArray);
        assertThrows(IllegalStateException.class, () -> mask.get(0, 0));
        assertThrows(IllegalStateException.class, () -> mask.set(0, 0, true));
        // Shapes and views need no memory.
        assertEquals("2x2", view.rowRange(1, 3).shape());
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void everyKernelThrows(KernelSet set) {
        for (KernelCall call : KernelCall.all(13, 17)) {
            Slab slab = new Slab("test");
            KernelCall.Prepared prepared = call.prepare(set, slab);
            slab.close();
            assertThrows(IllegalStateException.class, prepared::run, call.name());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void oneClosedArgumentIsEnough(KernelSet set) {
        Kernels kernels = set.kernels();
        try (Slab open = new Slab("open")) {
            Slab closed = new Slab("closed");
            Tensor a = open.allocate(set.dtype(), 5, 5);
            Tensor gone = closed.allocate(set.dtype(), 5, 5);
            closed.close();
            assertThrows(IllegalStateException.class, () -> kernels.gemm(false, false, 1, gone, a, 0, a));
            assertThrows(IllegalStateException.class, () -> kernels.gemm(false, false, 1, a, gone, 0, a));
            assertThrows(IllegalStateException.class, () -> kernels.gemm(false, false, 1, a, a, 0, gone));
            assertThrows(IllegalStateException.class, () -> kernels.axpy(1, gone, a));
            assertThrows(IllegalStateException.class, () -> kernels.axpy(1, a, gone));
            assertThrows(
                    IllegalStateException.class,
                    () -> kernels.update(Steps.sgd(1), new Decay(), a, gone, new Tensor[0]));
        }
    }

    /** Closing while another thread computes either fails or makes that thread's next call throw. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void closingDuringWorkIsSafe(KernelSet set) throws InterruptedException {
        Kernels kernels = set.kernels();
        for (int round = 0; round < 3; round++) {
            Slab slab = new Slab("test");
            Tensor a = Matrices.random(slab, set.dtype(), 64, 64, round, 1);
            Tensor b = Matrices.random(slab, set.dtype(), 64, 64, round, 1);
            Tensor c = slab.allocate(set.dtype(), 64, 64);
            CountDownLatch started = new CountDownLatch(1);
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            Thread worker = new Thread(() -> {
                try {
                    while (true) {
                        kernels.gemm(false, true, 1, a, b, 0, c);
                        kernels.activate(Activation.tanh(), c.rowRange(0, 1), null, 1, c.rowRange(1, 64), null);
                        started.countDown();
                    }
                } catch (Throwable e) {
                    thrown.set(e);
                    started.countDown();
                }
            });
            worker.start();
            started.await();
            while (slab.isOpen()) {
                try {
                    slab.close();
                } catch (IllegalStateException inUse) {
                    assertTrue(slab.isOpen(), "a failed close changes nothing");
                }
            }
            worker.join(20_000);
            assertTrue(thrown.get() instanceof IllegalStateException, () -> "thrown: " + thrown.get());
        }
    }
}
