package io.github.panagrad.report;

import io.github.panagrad.nn.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report on a search for hyper-parameters as a self-contained page: the values of the trials one after the other, their parameters on
 * parallel axes, what the parameters explain, and the trials themselves. A value.
 *
 * @param title of the page
 * @param version of the program, or blank
 * @param metric by which trials are compared
 * @param isHigherBetter whether greater values of it are better
 * @param axes the parameters
 * @param trials in the order in which they began
 * @param importance of parameters, by their names: shares in [0, 1]
 * @param importanceNote what these shares are
 * @param command how the result is used, for a shell
 */
public record StudyReport(
        String title,
        String version,
        String metric,
        boolean isHigherBetter,
        List<Axis> axes,
        List<Trial> trials,
        Map<String, Double> importance,
        String importanceNote,
        String command) {
    /**
     * A parameter.
     *
     * @param name of the parameter
     * @param choices its values, or none if it is a number
     * @param low the least number
     * @param high the greatest number
     * @param isLogarithmic whether numbers are on a logarithmic scale
     */
    public record Axis(String name, List<String> choices, double low, double high, boolean isLogarithmic) {
        /** Copies the list. */
        public Axis {
            choices = List.copyOf(choices);
        }
    }

    /**
     * A trial.
     *
     * @param number of the trial
     * @param parameters by their names; there may be others than those that have an axis
     * @param value of the metric, or NaN
     * @param epochs how long it was trained
     * @param state what became of it, for people
     */
    public record Trial(int number, Map<String, String> parameters, double value, long epochs, String state) {
        /** Copies the map, in its order. */
        public Trial {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** Copies lists and maps. */
    public StudyReport {
        axes = List.copyOf(axes);
        trials = List.copyOf(trials);
        importance = Collections.unmodifiableMap(new LinkedHashMap<>(importance));
    }

    /** Returns the trials that have a value, the best first. */
    List<Trial> best() {
        return trials.stream()
                .filter(trial -> Double.isFinite(trial.value))
                .sorted((a, b) -> isHigherBetter ? Double.compare(b.value, a.value) : Double.compare(a.value, b.value))
                .toList();
    }

    /**
     * Writes the page completely or not at all.
     *
     * @param file is replaced if it exists; its folder must exist
     * @throws IOException if it cannot be written; the message names it, the reason and the remedy
     */
    public void write(Path file) throws IOException {
        byte[] page = new StudyPage(this).html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(page)));
    }
}
