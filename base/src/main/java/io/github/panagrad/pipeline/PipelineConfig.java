package io.github.panagrad.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How columns become inputs. A value.
 *
 * @param scaling how numbers are scaled
 * @param missing the replacement for missing numbers; if training rows have any, an extra input marks them
 * @param oneHotLimit the most places of a categorical column for which each place is its own input; a column with more
 *     is embedded. At least 0
 * @param minCount a text in fewer training rows than this is not a category, but one of the <em>other</em> texts, which share a
 *     place; at least 1, which keeps every text
 * @param task what the target is
 * @param standardizeTarget whether targets that are values are standardised for training; predictions are in the table's
 *     units either way
 * @param clampPredictions whether predicted values stay within the range of the training rows' targets
 * @param positive the positive one of two classes, or null if their names, or else their numbers of rows, decide
 * @param dateParts the parts of dates that become inputs besides the seconds since 1970; those that are the same in all training
 *     rows do not
 */
public record PipelineConfig(
        Scaling scaling,
        MissingNumbers missing,
        int oneHotLimit,
        int minCount,
        Task task,
        boolean standardizeTarget,
        boolean clampPredictions,
        @Nullable String positive,
        List<DatePart> dateParts) {
    /**
     * The default limit of one-hot inputs. At 64 places an embedding has 16 numbers: up to this limit one-hot is at most four
     * times as wide, and there are no vectors to be learned first.
     */
    public static final int DEFAULT_ONE_HOT_LIMIT = 64;

    /**
     * The default count below which a text is rare. A text in only one training row says nothing about other rows, and such
     * texts train the place that unseen texts share.
     */
    public static final int DEFAULT_MIN_COUNT = 2;

    /** Checks the values. */
    public PipelineConfig {
        dateParts = List.copyOf(dateParts);
        if (dateParts.stream().distinct().count() < dateParts.size()) {
            throw new IllegalArgumentException("a part of dates is named twice: "
                    + String.join(", ", dateParts.stream().map(DatePart::label).toList()));
        }
        if (oneHotLimit < 0) {
            throw new IllegalArgumentException("the one-hot limit must be at least 0, found " + oneHotLimit);
        }
        if (minCount < 1) {
            throw new IllegalArgumentException("the minimum count of a category must be at least 1, found " + minCount);
        }
        if (positive != null && task == Task.REGRESSION) {
            throw new IllegalArgumentException("values have no positive class");
        }
    }

    /**
     * Returns standardised numbers, means for missing ones, the default limits, predictions within the range of the targets, and the
     * task inferred from the target.
     */
    public static PipelineConfig defaults() {
        return new PipelineConfig(
                Scaling.STANDARDIZE,
                MissingNumbers.MEAN,
                DEFAULT_ONE_HOT_LIMIT,
                DEFAULT_MIN_COUNT,
                Task.AUTO,
                true,
                true,
                null,
                DatePart.DEFAULT);
    }

    /** Returns a copy with another scaling. */
    public PipelineConfig withScaling(Scaling value) {
        return new PipelineConfig(
                value, missing, oneHotLimit, minCount, task, standardizeTarget, clampPredictions, positive, dateParts);
    }

    /** Returns a copy with another replacement for missing numbers. */
    public PipelineConfig withMissing(MissingNumbers value) {
        return new PipelineConfig(
                scaling, value, oneHotLimit, minCount, task, standardizeTarget, clampPredictions, positive, dateParts);
    }

    /** Returns a copy with another limit of one-hot inputs. */
    public PipelineConfig withOneHotLimit(int value) {
        return new PipelineConfig(
                scaling, missing, value, minCount, task, standardizeTarget, clampPredictions, positive, dateParts);
    }

    /** Returns a copy with another count below which a text is rare. */
    public PipelineConfig withMinCount(int value) {
        return new PipelineConfig(
                scaling, missing, oneHotLimit, value, task, standardizeTarget, clampPredictions, positive, dateParts);
    }

    /** Returns a copy with another task. */
    public PipelineConfig withTask(Task value) {
        return new PipelineConfig(
                scaling,
                missing,
                oneHotLimit,
                minCount,
                value,
                standardizeTarget,
                clampPredictions,
                positive,
                dateParts);
    }

    /** Returns a copy with targets standardised or not. */
    public PipelineConfig withStandardizedTarget(boolean value) {
        return new PipelineConfig(
                scaling, missing, oneHotLimit, minCount, task, value, clampPredictions, positive, dateParts);
    }

    /** Returns a copy whose predicted values stay within the range of the training rows' targets, or may leave it. */
    public PipelineConfig withClampedPredictions(boolean value) {
        return new PipelineConfig(
                scaling, missing, oneHotLimit, minCount, task, standardizeTarget, value, positive, dateParts);
    }

    /** Returns a copy with another positive class, or with none asked for. */
    public PipelineConfig withPositive(@Nullable String value) {
        return new PipelineConfig(
                scaling, missing, oneHotLimit, minCount, task, standardizeTarget, clampPredictions, value, dateParts);
    }

    /** Returns a copy with other parts of dates. */
    public PipelineConfig withDateParts(List<DatePart> value) {
        return new PipelineConfig(
                scaling, missing, oneHotLimit, minCount, task, standardizeTarget, clampPredictions, positive, value);
    }
}
