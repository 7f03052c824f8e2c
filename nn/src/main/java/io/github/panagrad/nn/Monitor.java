package io.github.panagrad.nn;

import io.github.panagrad.nn.metrics.Metric;

/** A metric of an epoch that measures how good the network is. A value. */
public sealed interface Monitor {
    /** Returns its name in reports. */
    String name();

    /** Returns whether larger is better. */
    boolean isHigherBetter();

    /** Returns the epoch's value. */
    double of(EpochMetrics epoch);

    /** Returns whether there must be a validation set. */
    default boolean needsValidation() {
        return true;
    }

    /** The loss on the validation set. */
    record ValidationLoss() implements Monitor {
        @Override
        public String name() {
            return "validation_loss";
        }

        @Override
        public boolean isHigherBetter() {
            return false;
        }

        @Override
        public double of(EpochMetrics epoch) {
            return epoch.validationLoss();
        }
    }

    /** The accuracy on the validation set; for classification only. */
    record ValidationAccuracy() implements Monitor {
        @Override
        public String name() {
            return "validation_accuracy";
        }

        @Override
        public boolean isHigherBetter() {
            return true;
        }

        @Override
        public double of(EpochMetrics epoch) {
            return epoch.validationAccuracy();
        }
    }

    /** The loss in training, penalties included. */
    record TrainingLoss() implements Monitor {
        @Override
        public String name() {
            return "train_loss";
        }

        @Override
        public boolean isHigherBetter() {
            return false;
        }

        @Override
        public double of(EpochMetrics epoch) {
            return epoch.trainLoss();
        }

        @Override
        public boolean needsValidation() {
            return false;
        }
    }

    /**
     * A metric of the validation set.
     *
     * @param metric computed after each epoch
     */
    record OfMetric(Metric metric) implements Monitor {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public boolean isHigherBetter() {
            return metric.isHigherBetter();
        }

        @Override
        public double of(EpochMetrics epoch) {
            return epoch.metrics().getOrDefault(metric.name(), Double.NaN);
        }
    }

    /** Returns {@link ValidationLoss}. */
    static Monitor validationLoss() {
        return new ValidationLoss();
    }

    /** Returns {@link ValidationAccuracy}. */
    static Monitor validationAccuracy() {
        return new ValidationAccuracy();
    }

    /** Returns {@link TrainingLoss}. */
    static Monitor trainingLoss() {
        return new TrainingLoss();
    }

    /** Returns {@link OfMetric}. */
    static Monitor metric(Metric metric) {
        return new OfMetric(metric);
    }
}
