/**
 * How several processes train one network together: what they tell each other. {@code panagrad-spark} has an exchange over TCP.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.data.*;
 * import io.github.panagrad.nn.exchange.*;
 *
 * // What each worker does; afterwards all have the same parameters.
 * void train(Network network, TrainingConfig config, Dataset all, GradientExchange exchange) {
 *     int[] own = samplesOf(exchange.worker(), exchange.workers(), all.size(), config);
 *     try (Trainer trainer = new Trainer(network, config, exchange)) {
 *         trainer.fit(all.subset(own));
 *     }
 * }
 *
 * // With a part of each batch for every worker.
 * int[] samplesOf(int worker, int workers, int samples, TrainingConfig config) {
 *     RowParts parts = new RowParts(
 *             samples, config.optimization().batchSize(), workers, config.execution().seed());
 *     return java.util.stream.LongStream.range(parts.firstOf(worker), parts.firstOf(worker + 1))
 *             .mapToInt(place -> (int) parts.sampleAt(place))
 *             .toArray();
 * }
 *
 * void main() {
 *     IO.println(samplesOf(1, 2, 1000, TrainingConfig.defaults()).length + " of 1000 samples are worker 1's");
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.exchange;

import org.jspecify.annotations.NullMarked;
