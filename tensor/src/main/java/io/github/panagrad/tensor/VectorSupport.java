package io.github.panagrad.tensor;

import io.github.panagrad.log.Warnings;

/** Whether this JVM runs the Vector API's kernels, decided once. */
public final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorSupport() {}

    /** Warns once, when the native backend is first used without the module. */
    private static final class Availability {
        static final boolean AVAILABLE = ModuleLayer.boot().findModule(MODULE).isPresent();

        static {
            if (!AVAILABLE) {
                Warnings.warn(VectorSupport.class, advice());
            }
        }
    }

    /** Returns whether the module {@code jdk.incubator.vector} is present. */
    public static boolean isAvailable() {
        return Availability.AVAILABLE;
    }

    /** Returns the sentence that says what to do if it is not. */
    public static String advice() {
        return "The module " + MODULE + " is not loaded: activations, losses and optimisers run as plain loops, several"
                + " times slower. Start java with --add-modules " + MODULE + ".";
    }
}
