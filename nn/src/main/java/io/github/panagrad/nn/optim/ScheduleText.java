package io.github.panagrad.nn.optim;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.tensor.Choices;
import java.util.HashMap;
import java.util.Map;

/** The text form of schedules: one choice, or a warm-up and a choice separated by a slash. */
final class ScheduleText {
    private static final String THEN = "/";
    private static final String PERIOD = "period";

    private ScheduleText() {}

    static Schedule parse(String text, Map<String, ? extends Number> defaults) {
        Choices<Schedule> choices = Schedule.choices();
        String[] parts = text.split(THEN, -1);
        Schedule first = choices.parse(parts[0], defaults);
        if (parts.length == 1) {
            return first instanceof Warmup(long length, Schedule _)
                    ? Schedule.warmup(length).then(choices.parse("constant", defaults))
                    : first;
        }
        if (!(first instanceof Warmup(long length, Schedule _))) {
            throw new IllegalArgumentException(first.name() + ": never ends, so " + Quoted.of(THEN + parts[1])
                    + " would never start; only warmup can be followed by another schedule");
        }
        if (parts.length > 2) {
            throw new IllegalArgumentException("expected a warm-up followed by one schedule, found " + parts.length
                    + " parts in " + Quoted.of(text));
        }
        return Schedule.warmup(length).then(choices.parse(parts[1], after(length, defaults)));
    }

    /**
     * Reduces the default period by the length of the warm-up, to no less than the shortest that every schedule allows.
     */
    private static Map<String, Number> after(long length, Map<String, ? extends Number> defaults) {
        Map<String, Number> rest = new HashMap<>(defaults);
        rest.computeIfPresent(PERIOD, (_, period) -> Math.max(2, period.longValue() - length));
        return rest;
    }

    static String format(Schedule schedule) {
        String text = Schedule.choices().format(schedule);
        return schedule instanceof Warmup(long _, Schedule next) ? text + THEN + format(next) : text;
    }
}
