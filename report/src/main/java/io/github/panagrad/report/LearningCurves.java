package io.github.panagrad.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What each epoch gave.
 *
 * @param points the epochs in their order
 * @param bestEpoch the one whose weights were kept, if that was not simply the last
 */
public record LearningCurves(List<EpochPoint> points, OptionalInt bestEpoch) {
    /** Copies the list. */
    public LearningCurves {
        points = List.copyOf(points);
    }

    /** Returns the names of all metrics, in the order in which they come up. */
    Set<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        for (EpochPoint point : points) {
            names.addAll(point.training().keySet());
            names.addAll(point.validation().keySet());
        }
        return names;
    }

    /** Returns a number of each epoch as a line. */
    NamedCurve curve(String name, ToDoubleFunction<EpochPoint> number) {
        List<NamedCurve.Point> line = new ArrayList<>();
        for (EpochPoint point : points) {
            line.add(new NamedCurve.Point(point.epoch(), number.applyAsDouble(point)));
        }
        return new NamedCurve(name, line);
    }
}
