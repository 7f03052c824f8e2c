package io.github.panagrad.benchmarks.curves;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All activations with their derivatives, as the kernels of training compute them. */
final class ActivationCurves {
    private static final int LIMIT = 5;

    /** A power of two, so that kinks at whole numbers are hit. */
    private static final int POINTS_PER_UNIT = 32;

    private static final int POINTS = 2 * LIMIT * POINTS_PER_UNIT + 1;

    private ActivationCurves() {}

    static Sheet sheet() {
        return new Sheet(
                "Activations",
                "An activation f and its derivative, for z from −5 to 5.",
                List.of("f(z)", "f′(z)"),
                new Sheet.Axis(List.of(-5.0, -2.5, 0.0, 2.5, 5.0)),
                Sheet.axis(-2, 3, 1),
                Activation.choices().all().stream().map(ActivationCurves::panel).toList());
    }

    private static Panel panel(Activation f) {
        Kernels kernels = Kernels.of(Backend.JAVA, DType.F64);
        double[] x = new double[POINTS];
        try (Slab slab = new Slab("curves")) {
            Tensor values = slab.allocate(DType.F64, POINTS, 1);
            Tensor bias = slab.allocate(DType.F64, 1, 1);
            Tensor slopes = slab.allocate(DType.F64, POINTS, 1);
            Tensor delta = slab.allocate(DType.F64, POINTS, 1);
            delta.fill(1);
            for (int i = 0; i < POINTS; i++) {
                x[i] = (double) i / POINTS_PER_UNIT - LIMIT;
                values.set(i, 0, x[i]);
            }
            if (f instanceof Activation.PRelu(double initialSlope)) {
                Tensor slope = slab.allocate(DType.F64, 1, 1);
                slope.fill(initialSlope);
                kernels.prelu(bias, slope, null, 1, values, slopes);
                kernels.preluGradient(slopes, slope, null, 1, delta, slab.allocate(DType.F64, 1, 1));
            } else if (f instanceof Activation.Parametric parametric) {
                Tensor rises = slab.allocate(DType.F64, POINTS, 1);
                Tensor share = slab.allocate(DType.F64, 1, 1);
                share.fill(parametric.initialShare());
                kernels.parametric(parametric, bias, share, null, 1, values, slopes, rises);
                kernels.parametricGradient(slopes, rises, null, 1, delta, slab.allocate(DType.F64, 1, 1));
            } else {
                @Nullable Tensor kept = f.keepsSlope() ? slopes : null;
                kernels.activate(f, bias, null, 1, values, kept);
                kernels.activationGradient(f, values, kept, null, 1, delta);
            }
            return new Panel(
                    Activation.choices().format(f),
                    List.of(new Panel.Curve(x, column(values), false), new Panel.Curve(x, column(delta), false)));
        }
    }

    private static double[] column(Tensor tensor) {
        double[] values = new double[tensor.rows()];
        for (int r = 0; r < values.length; r++) {
            values[r] = tensor.get(r, 0);
        }
        return values;
    }
}
