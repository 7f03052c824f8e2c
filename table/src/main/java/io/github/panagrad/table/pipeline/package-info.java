/**
 * Preprocessing that is fitted to training rows, stored with the model, and applied to every later row.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.data.Dataset;
 * import io.github.panagrad.pipeline.PipelineConfig;
 * import io.github.panagrad.table.ReadOptions;
 * import io.github.panagrad.table.pipeline.*;
 * import io.github.panagrad.table.reader.*;
 * import io.github.panagrad.tensor.*;
 *
 * void main() {
 *     ReadOptions options = ReadOptions.defaults().withTarget("income");
 *     try (StoredTable table = TableReader.read(List.of(Path.of("people.csv")), options)) {
 *         Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
 *         Dataset samples = pipeline.encode(table, DType.F32);
 *         NetworkSpec spec = pipeline.network().dense(64, Activation.relu()).build(samples);
 *         try (Network network = Network.create(spec, 42);
 *                 Trainer trainer = new Trainer(network, TrainingConfig.defaults(), samples)) {
 *             trainer.fit(samples);
 *             try (TablePredictor predictor = new TablePredictor(network, pipeline)) {
 *                 IO.println(predictor.predict(Map.of("age", 52, "education", "Masters", "hours", 45)));
 *             }
 *         }
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.table.pipeline;

import org.jspecify.annotations.NullMarked;
