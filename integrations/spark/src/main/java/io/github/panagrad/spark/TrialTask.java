package io.github.panagrad.spark;

import io.github.panagrad.tune.Outcome;
import java.io.Serializable;

/**
 * What a trial of a study does, on an executor and with one thread. It is sent there: what it refers to must be serialisable, and is a copy.
 */
@FunctionalInterface
public interface TrialTask extends Serializable {
    /**
     * Trains, and says what came of it.
     *
     * @param work the trial and the table
     * @throws io.github.panagrad.error.InvalidInputException if these hyper-parameters or rows cannot be trained with: the trial has
     *     failed, and the study goes on
     * @throws Exception if the task failed; Spark begins it again elsewhere, as often as {@code spark.task.maxFailures} says
     */
    Outcome run(TrialWork work) throws Exception;
}
