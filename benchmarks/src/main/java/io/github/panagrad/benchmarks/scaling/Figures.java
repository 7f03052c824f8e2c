package io.github.panagrad.benchmarks.scaling;

import io.github.panagrad.benchmarks.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code panagrad bench} measured. Times are medians in microseconds.
 *
 * @param stepMicros a training step
 * @param productsMicros the step's matrix products alone
 * @param ratio that of the two
 * @param samplesPerSecond the speed of training
 * @param gigaflops the arithmetic of the matrix products, in 1e9 operations a second of the step
 * @param threads those that worked
 * @param backend where the arithmetic was done, such as {@code native}
 * @param core what OpenBLAS took the processor for; empty without OpenBLAS
 */
record Figures(
        double stepMicros,
        double productsMicros,
        double ratio,
        double samplesPerSecond,
        double gigaflops,
        int threads,
        String backend,
        String core) {
    /** The names of the components, in their order, as {@code panagrad bench --json} calls them. */
    static final List<String> NAMES = List.of(
            "step_us_median",
            "products_us_median",
            "ratio",
            "samples_per_second",
            "gflops",
            "threads",
            "backend",
            "corename");

    /** Requires numbers that were measured: a chart with logarithmic axes has no place for others. */
    Figures {
        requirePositive("step_us_median", stepMicros);
        requirePositive("products_us_median", productsMicros);
        requirePositive("ratio", ratio);
        requirePositive("samples_per_second", samplesPerSecond);
        requirePositive("gflops", gigaflops);
        requirePositive("threads", threads);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be a positive, finite number, found " + value);
        }
    }

    /**
     * Reads what {@code panagrad bench --json} printed.
     *
     * @throws IllegalArgumentException if it is something else; the message says what
     */
    static Figures ofJson(String line) {
        try {
            return of(JsonLine.parse(line));
        } catch (IOException e) {
            throw new IllegalArgumentException("panagrad bench printed something else than JSON: " + line, e);
        }
    }

    /**
     * Makes figures of their {@link #NAMES} and values.
     *
     * @throws IllegalArgumentException if one is missing or no number; the message says which
     */
    static Figures of(Map<String, String> values) {
        return new Figures(
                number(values, "step_us_median"),
                number(values, "products_us_median"),
                number(values, "ratio"),
                number(values, "samples_per_second"),
                number(values, "gflops"),
                (int) number(values, "threads"),
                text(values, "backend"),
                values.getOrDefault("corename", ""));
    }

    private static double number(Map<String, String> values, String name) {
        String text = text(values, name);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, found '" + text + "'", e);
        }
    }

    private static String text(Map<String, String> values, String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Objects.requireNonNull(values.get(name));
    }

    /** Returns the values, in the order of their {@link #NAMES}. */
    List<String> values() {
        return List.of(
                String.valueOf(stepMicros),
                String.valueOf(productsMicros),
                String.valueOf(ratio),
                String.valueOf(samplesPerSecond),
                String.valueOf(gigaflops),
                String.valueOf(threads),
                backend,
                core);
    }
}
