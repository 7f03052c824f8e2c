package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.exchange.GradientExchange;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates networks on the validation samples of all workers of a training: each worker predicts its own, and all have the predictions of
 * all. All workers make it, and call {@link #predict}, in the same order. It owns the memory of its evaluator and is to be closed;
 * networks and exchange stay the caller's. For use by one thread.
 */
public final class JointEvaluation implements AutoCloseable {
    private final Evaluator evaluator;
    private final SharedValidation samples;

    /**
     * Learns what the other workers have.
     *
     * @param model equal for all workers
     * @param own the worker's samples, as {@link Trainer#Trainer(Network, TrainingConfig, GradientExchange)} says
     * @param config of the training
     * @param exchange with the other workers; null for none
     * @param threads for the evaluation; predictions have the same bits for every number
     * @throws IllegalArgumentException if the samples do not fit the networks, or are not as many as the worker's parts have
     * @throws io.github.panagrad.nn.exchange.ExchangeException if another worker failed
     */
    public JointEvaluation(
            Ensemble model, Dataset own, TrainingConfig config, @Nullable GradientExchange exchange, int threads) {
        evaluator = new Evaluator(model, threads);
        try {
            Workers workers = Workers.of(Trainer.parts(config, exchange == null ? 1 : exchange.workers()), exchange);
            samples = new SharedValidation(model.spec(), evaluator, own, workers, true);
        } catch (Throwable e) {
            evaluator.close();
            throw e;
        }
    }

    /**
     * Returns a row of predictions for each sample of all workers.
     *
     * @throws io.github.panagrad.nn.exchange.ExchangeException if another worker failed
     */
    public double[][] predict() {
        samples.evaluate();
        return samples.predictions();
    }

    /** Returns the targets and weights of all samples, in the order of the predictions; their features may be missing. */
    public Dataset samples() {
        return samples.samples();
    }

    /** Frees the memory; closing twice is harmless. */
    @Override
    public void close() {
        evaluator.close();
    }
}
