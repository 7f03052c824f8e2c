package io.github.panagrad.table.pipeline;

import io.github.panagrad.pipeline.DatePart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a run of consecutive training rows holds in a column of numbers, booleans or dates: moments, and the numbers at those
 * positions that the sample of all rows has. For use by one thread.
 */
final class NumberRun {
    private final Moments[] moments =
            Arrays.stream(Moments.UNITS).mapToObj(Moments::new).toArray(Moments[]::new);
    private final DateParts dates = new DateParts(List.of(DatePart.values()));
    private double[] sample = new double[0];
    private int sampled;

    /**
     * Adds numbers.
     *
     * @param values NaN where they are missing; read
     * @param weights what each counts for; read
     * @param hasDates whether they are dates
     * @return the position of the first infinite one, or -1
     */
    int add(double[] values, double[] weights, int count, boolean hasDates) {
        for (Moments inUnit : moments) {
            int bad = inUnit.add(values, weights, count);
            if (bad >= 0) {
                return bad;
            }
        }
        if (hasDates) {
            dates.add(values, count);
        }
        return -1;
    }

    /** Adds a number to the sample. */
    void sample(double value) {
        if (sampled == sample.length) {
            sample = Arrays.copyOf(sample, Math.max(16, sampled + (sampled >> 1)));
        }
        sample[sampled++] = value;
    }

    int sampled() {
        return sampled;
    }

    double sampled(int position) {
        return sample[position];
    }

    /** Returns the moments in one of {@link Moments#UNITS}. */
    Moments moments(int unit) {
        return moments[unit];
    }

    DateParts dates() {
        return dates;
    }

    void write(DataOutput out) throws IOException {
        for (Moments inUnit : moments) {
            inUnit.write(out);
        }
        dates.write(out);
        out.writeInt(sampled);
        for (int i = 0; i < sampled; i++) {
            out.writeDouble(sample[i]);
        }
    }

    static NumberRun read(DataInput in) throws IOException {
        NumberRun run = new NumberRun();
        for (int unit = 0; unit < run.moments.length; unit++) {
            run.moments[unit] = Moments.read(Moments.UNITS[unit], in);
        }
        run.dates.read(in);
        run.sampled = in.readInt();
        run.sample = new double[run.sampled];
        for (int i = 0; i < run.sampled; i++) {
            run.sample[i] = in.readDouble();
        }
        return run;
    }
}
