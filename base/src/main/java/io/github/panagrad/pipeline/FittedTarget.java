package io.github.panagrad.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.PositiveNames;
import io.github.panagrad.schema.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The target as fitted to the training rows. Values; threads may share them. */
public sealed interface FittedTarget {
    /** Returns the column's name in the table. */
    String name();

    /** Returns what the column's values are. */
    ColumnType type();

    /** Returns what the target becomes, in words for people. */
    String describe();

    /**
     * Classes.
     *
     * @param name the column's name
     * @param type what its values are
     * @param classes their names, the one of class 0 first: numbers by size, {@code false} before {@code true}, text by its
     *     code points. Text that is all numbers counts as numbers. Of two, the positive one is last
     */
    record Classes(String name, ColumnType type, List<String> classes) implements FittedTarget {
        /** Checks the names. */
        public Classes {
            classes = List.copyOf(classes);
            if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
                throw new IllegalArgumentException("the target " + Quoted.of(name)
                        + " needs at least 2 classes that differ, found " + Quoted.list(classes));
            }
            if (type == ColumnType.BOOLEAN && !(classes.size() == 2 && classes.containsAll(List.of("false", "true")))) {
                throw new IllegalArgumentException("the target " + Quoted.of(name)
                        + " is boolean, so its classes are false and true, found " + Quoted.list(classes));
            }
            if (type == ColumnType.NUMERIC) {
                double last = Double.NEGATIVE_INFINITY;
                for (String text : classes) {
                    double number = Double.parseDouble(text);
                    boolean isInOrder = classes.size() == 2 ? number != last : number > last;
                    if (!(isInOrder && Double.isFinite(number))) {
                        throw new IllegalArgumentException("the target " + Quoted.of(name)
                                + " is numeric, so its classes are numbers that grow, found " + Quoted.list(classes));
                    }
                    last = number;
                }
            }
        }

        /** Returns the positive class, which metrics such as F1 are about; of more than two classes none is. */
        public Optional<String> positive() {
            return classes.size() == 2 ? Optional.of(classes.getLast()) : Optional.empty();
        }

        /** Returns whether the names of two classes say which is the positive one, as those of yes and no do. */
        public boolean isPositiveNamed() {
            return classes.size() == 2 && PositiveNames.positive(classes) >= 0;
        }

        @Override
        public String describe() {
            return classes.size() + " classes: " + Quoted.list(classes)
                    + positive().map(name -> ", positive: " + Quoted.of(name)).orElse("");
        }
    }

    /**
     * Real values. A network is trained for {@code (y - center) / scale}.
     *
     * @param name the column's name
     * @param type numeric or boolean
     * @param summary of the training rows
     * @param standardized whether center and scale are mean and standard deviation, else 0 and 1
     * @param clamped whether predictions stay within the range of the training rows' targets, as those of trees do
     */
    record Values(String name, ColumnType type, NumberSummary summary, boolean standardized, boolean clamped)
            implements FittedTarget {
        /** Checks the type. */
        public Values {
            if (type == ColumnType.CATEGORICAL) {
                throw new IllegalArgumentException(
                        "the target " + Quoted.of(name) + " is categorical, but has numbers");
            }
            if (standardized && summary.deviation() == 0) {
                throw new IllegalArgumentException("the target " + Quoted.of(name) + " is constant");
            }
        }

        /** Returns the value that a network's 0 represents, in the target's units. */
        public double center() {
            return standardized ? summary.mean() : 0;
        }

        /** Returns how many of the target's units a network's 1 represents. */
        public double scale() {
            return standardized ? summary.deviation() : 1;
        }

        /** Returns what a network is trained for in the target's units. */
        public double restore(double trained) {
            return trained * scale() + center();
        }

        /** Returns the prediction, in the target's units, that a network's output means. */
        public double predict(double output) {
            double value = restore(output);
            return clamped ? Math.clamp(value, summary.min(), summary.max()) : value;
        }

        @Override
        public String describe() {
            String range = Texts.number(summary.min()) + " to " + Texts.number(summary.max()) + ", mean "
                    + Texts.number(summary.mean()) + ", sd " + Texts.number(summary.deviation());
            return (standardized ? "values, standardised" : "values as they are")
                    + (clamped ? ", predicted within their range: " : ": ")
                    + range;
        }
    }
}
