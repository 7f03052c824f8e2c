package io.github.panagrad.table.pipeline;

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
 */
public record PipelineConfig(
        Scaling scaling, MissingNumbers missing, int oneHotLimit, int minCount, Task task, boolean standardizeTarget) {
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
        if (oneHotLimit < 0) {
            throw new IllegalArgumentException("the one-hot limit must be at least 0, found " + oneHotLimit);
        }
        if (minCount < 1) {
            throw new IllegalArgumentException("the minimum count of a category must be at least 1, found " + minCount);
        }
    }

    /** Returns standardised numbers, means for missing ones, the default limits, and the task inferred from the target. */
    public static PipelineConfig defaults() {
        return new PipelineConfig(
                Scaling.STANDARDIZE, MissingNumbers.MEAN, DEFAULT_ONE_HOT_LIMIT, DEFAULT_MIN_COUNT, Task.AUTO, true);
    }

    /** Returns a copy with another scaling. */
    public PipelineConfig withScaling(Scaling value) {
        return new PipelineConfig(value, missing, oneHotLimit, minCount, task, standardizeTarget);
    }

    /** Returns a copy with another replacement for missing numbers. */
    public PipelineConfig withMissing(MissingNumbers value) {
        return new PipelineConfig(scaling, value, oneHotLimit, minCount, task, standardizeTarget);
    }

    /** Returns a copy with another limit of one-hot inputs. */
    public PipelineConfig withOneHotLimit(int value) {
        return new PipelineConfig(scaling, missing, value, minCount, task, standardizeTarget);
    }

    /** Returns a copy with another count below which a text is rare. */
    public PipelineConfig withMinCount(int value) {
        return new PipelineConfig(scaling, missing, oneHotLimit, value, task, standardizeTarget);
    }

    /** Returns a copy with another task. */
    public PipelineConfig withTask(Task value) {
        return new PipelineConfig(scaling, missing, oneHotLimit, minCount, value, standardizeTarget);
    }

    /** Returns a copy with targets standardised or not. */
    public PipelineConfig withStandardizedTarget(boolean value) {
        return new PipelineConfig(scaling, missing, oneHotLimit, minCount, task, value);
    }
}
