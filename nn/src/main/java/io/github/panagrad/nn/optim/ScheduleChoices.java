package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choices;
import java.util.List;

/** All schedules. */
final class ScheduleChoices {
    private static final double RATE = 0.001;

    static final Choices<Schedule> ALL = new Choices<>(
            "schedule",
            List.of(
                    new Schedule.Constant(RATE),
                    new Schedule.Step(RATE, 0.5, 10),
                    new Schedule.Exponential(RATE, 0.05),
                    new Schedule.Cosine(RATE, 0, 10),
                    new Polynomial(RATE, 0, 1, 10),
                    new CosineRestarts(RATE, 0, 10, 1),
                    new OneCycle(RATE, 0.3, 25, 1e4, 10),
                    new CosLog(RATE, 4, 10),
                    new FlatCos(RATE, 0.5, 0, 10),
                    new Warmup(5, new Schedule.Constant(RATE)),
                    new Plateau(RATE, 0.1, 10, 1e-4, 0)));

    private ScheduleChoices() {}
}
