package io.github.panagrad.table.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's prediction for a row, in the target's terms. Values; threads may share them. */
public sealed interface Prediction {
    /** A class. */
    final class ClassPrediction implements Prediction {
        private final List<String> classes;
        private final double[] probabilities;
        private final int best;

        ClassPrediction(List<String> classes, double[] probabilities, int best) {
            this.classes = classes;
            this.probabilities = probabilities;
            this.best = best;
        }

        /** Returns the name of the predicted class. */
        public String label() {
            return classes.get(best);
        }

        /** Returns the number of that class, from 0. */
        public int index() {
            return best;
        }

        /** Returns the probability of that class; NaN if the model's loss gives no probabilities, such as hinge. */
        public double probability() {
            return probabilities[best];
        }

        /** Returns the probability of a class by its number. */
        public double probability(int index) {
            return probabilities[index];
        }

        /** Returns the names of all classes, by their numbers. */
        public List<String> classes() {
            return classes;
        }

        /** Returns the probability of each class by its name, in the order of their numbers; a new map at each call. */
        public Map<String, Double> probabilities() {
            Map<String, Double> byName = new LinkedHashMap<>();
            for (int k = 0; k < probabilities.length; k++) {
                byName.put(classes.get(k), probabilities[k]);
            }
            return byName;
        }

        @Override
        public String toString() {
            return label() + " " + probabilities();
        }
    }

    /**
     * A value.
     *
     * @param value in the target's units
     */
    record ValuePrediction(double value) implements Prediction {}
}
