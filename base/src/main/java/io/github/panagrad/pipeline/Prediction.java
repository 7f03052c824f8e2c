package io.github.panagrad.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's prediction for a row, in the target's terms. Values; threads may share them. */
public sealed interface Prediction {
    /**
     * Returns what a network's outputs mean.
     *
     * @param outputs one for a value or for two classes, which is read; or one for each class, an array that is the prediction's from now on
     * @param threshold the output above which a single one means the second class
     * @param areProbabilities whether the outputs are probabilities; margins, such as those of the hinge loss, give none
     */
    static Prediction of(FittedTarget target, double[] outputs, double threshold, boolean areProbabilities) {
        return switch (target) {
            case FittedTarget.Values values -> new ValuePrediction(values.predict(outputs[0]));
            case FittedTarget.Classes classes ->
                ClassPrediction.of(classes.classes(), outputs, threshold, areProbabilities);
        };
    }

    /** A class. */
    final class ClassPrediction implements Prediction {
        private final List<String> classes;
        private final double[] probabilities;
        private final int best;

        private ClassPrediction(List<String> classes, double[] probabilities, int best) {
            this.classes = classes;
            this.probabilities = probabilities;
            this.best = best;
        }

        private static ClassPrediction of(
                List<String> classes, double[] outputs, double threshold, boolean areProbabilities) {
            int best = 0;
            double[] probabilities = outputs;
            if (outputs.length == 1) {
                best = outputs[0] > threshold ? 1 : 0;
                probabilities = new double[] {1 - outputs[0], outputs[0]};
            } else {
                for (int k = 1; k < outputs.length; k++) {
                    best = outputs[k] > outputs[best] ? k : best;
                }
            }
            if (!areProbabilities) {
                probabilities = new double[classes.size()];
                Arrays.fill(probabilities, Double.NaN);
            }
            return new ClassPrediction(classes, probabilities, best);
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
