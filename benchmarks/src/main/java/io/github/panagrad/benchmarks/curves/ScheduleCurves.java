package io.github.panagrad.benchmarks.curves;

import io.github.panagrad.nn.optim.Schedule;
import java.util.List;
import java.util.Map;

/** The learning rates of all schedules. */
final class ScheduleCurves {
    private static final int EPOCHS = 40;
    private static final int PERIOD = 30;

    /** The last epoch in which the losses fall that {@code plateau} is shown. */
    private static final int STALL = 10;

    /** Schedules drawn with hyper-parameters that show more than the defaults do; all others are drawn with their defaults. */
    private static final Map<String, String> TELLING = Map.of(
            "cosine_restarts", "cosine_restarts:period=6,factor=2",
            "warmup", "warmup:5/cosine",
            "plateau", "plateau:factor=0.5,patience=3");

    private ScheduleCurves() {}

    static Sheet sheet() {
        return new Sheet(
                "Schedules",
                "The learning rate by epoch: α₀ = 1, T = 30. For plateau, losses stop falling at t = 10.",
                List.of(),
                Sheet.axis(0, EPOCHS, 10),
                new Sheet.Axis(List.of(0.0, 0.5, 1.0)),
                Schedule.choices().names().stream().map(ScheduleCurves::panel).toList());
    }

    private static Panel panel(String name) {
        String text = TELLING.getOrDefault(name, name);
        Schedule schedule = Schedule.parse(text, Map.of("initial", 1, "period", PERIOD));
        double[] x = new double[EPOCHS + 1];
        double[] y = new double[x.length];
        double[] losses = new double[x.length];
        for (int t = 0; t < x.length; t++) {
            losses[t] = Math.max(STALL - t, 0);
            x[t] = t;
            // The rate of the last epoch holds until its end.
            y[t] = schedule.at(Math.min(t, EPOCHS - 1), losses);
        }
        return new Panel(text, List.of(new Panel.Curve(x, y, true)));
    }
}
