package io.github.panagrad.tensor;

import io.github.panagrad.tensor.kernel.ElementKernels;
import io.github.panagrad.tensor.kernel.LossKernels;
import io.github.panagrad.tensor.kernel.NormalizationKernels;
import io.github.panagrad.tensor.kernel.PenaltyKernels;
import io.github.panagrad.tensor.kernel.UpdateKernels;
import io.github.panagrad.tensor.kernel.plain.PlainElements;
import io.github.panagrad.tensor.kernel.plain.PlainLosses;
import io.github.panagrad.tensor.kernel.plain.PlainNormalizations;
import io.github.panagrad.tensor.kernel.plain.PlainPenalties;
import io.github.panagrad.tensor.kernel.plain.PlainUpdates;
import io.github.panagrad.tensor.kernel.vector.Registers;
import io.github.panagrad.tensor.kernel.vector.VectorElementsF32;
import io.github.panagrad.tensor.kernel.vector.VectorElementsF64;
import io.github.panagrad.tensor.kernel.vector.VectorLossesF32;
import io.github.panagrad.tensor.kernel.vector.VectorLossesF64;
import io.github.panagrad.tensor.kernel.vector.VectorNormalizationsF32;
import io.github.panagrad.tensor.kernel.vector.VectorNormalizationsF64;
import io.github.panagrad.tensor.kernel.vector.VectorPenaltiesF32;
import io.github.panagrad.tensor.kernel.vector.VectorPenaltiesF64;
import io.github.panagrad.tensor.kernel.vector.VectorUpdatesF32;
import io.github.panagrad.tensor.kernel.vector.VectorUpdatesF64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this JVM runs the Vector API's kernels, decided once. */
public final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorSupport() {}

    /** Warns once, when the native backend is first used without the module. */
    private static final class Availability {
        static final boolean AVAILABLE = ModuleLayer.boot().findModule(MODULE).isPresent();

        static {
            if (!AVAILABLE) {
                Logger log = LoggerFactory.getLogger(VectorSupport.class);
                log.warn("{}", advice());
            }
        }
    }

    /** Returns whether the module {@code jdk.incubator.vector} is there. */
    public static boolean isAvailable() {
        return Availability.AVAILABLE;
    }

    /**
     * Returns the size of the registers that the kernels use, in bits; 0 where they are plain loops. Sums have other bits where
     * it is another.
     */
    static int registerBits() {
        return isAvailable() ? Registers.bits() : 0;
    }

    /** Returns the sentence that says what to do where it is not. */
    public static String advice() {
        return "The module " + MODULE + " is not loaded: activations, losses and optimisers run as plain loops, several"
                + " times slower. Start java with --add-modules " + MODULE + ".";
    }

    static ElementKernels elements(DType dtype) {
        if (!isAvailable()) {
            return new PlainElements(dtype);
        }
        return switch (dtype) {
            case F32 -> new VectorElementsF32();
            case F64 -> new VectorElementsF64();
        };
    }

    static NormalizationKernels normalizations(DType dtype) {
        if (!isAvailable()) {
            return new PlainNormalizations(dtype);
        }
        return switch (dtype) {
            case F32 -> new VectorNormalizationsF32();
            case F64 -> new VectorNormalizationsF64();
        };
    }

    static PenaltyKernels penalties(DType dtype) {
        if (!isAvailable()) {
            return new PlainPenalties(dtype);
        }
        return switch (dtype) {
            case F32 -> new VectorPenaltiesF32();
            case F64 -> new VectorPenaltiesF64();
        };
    }

    static UpdateKernels updates(DType dtype) {
        if (!isAvailable()) {
            return new PlainUpdates(dtype);
        }
        return switch (dtype) {
            case F32 -> new VectorUpdatesF32();
            case F64 -> new VectorUpdatesF64();
        };
    }

    static LossKernels losses(DType dtype) {
        if (!isAvailable()) {
            return new PlainLosses(dtype);
        }
        return switch (dtype) {
            case F32 -> new VectorLossesF32();
            case F64 -> new VectorLossesF64();
        };
    }
}
