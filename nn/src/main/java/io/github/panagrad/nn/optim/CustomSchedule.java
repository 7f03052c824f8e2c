package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a program's own, see {@link Schedule#of}.
 *
 * @param name its name in checkpoints and reports
 * @param rate the learning rate after t epochs or steps
 */
public record CustomSchedule(String name, LongToDoubleFunction rate) implements Schedule, Choice.Own {
    /** Requires both. */
    public CustomSchedule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rate, "rate");
    }

    @Override
    public String formula() {
        return "a function of the program";
    }

    @Override
    public double initial() {
        return at(0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the function gives what is no learning rate
     */
    @Override
    public double at(long t) {
        double found = rate.applyAsDouble(t);
        if (!(found >= 0 && found <= Double.MAX_VALUE)) {
            throw new IllegalStateException("schedule " + name
                    + ": a learning rate must be finite and not negative, found " + found + " at t = " + t);
        }
        return found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CustomSchedule schedule && schedule.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
