package io.github.panagrad.cli;

import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.ThreadChoice;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import java.util.Map;

/**
 * A saved network and the data it is applied to. It owns the network and must be closed.
 *
 * @param network the network
 * @param data the data, which fits it
 * @param threads how many threads to use
 */
record LoadedModel(Network network, LoadedData data, int threads) implements AutoCloseable {
    /** Rows of a batch that the evaluation of a data set is about as fast as; it decides how many threads pay. */
    private static final int EVALUATION_ROWS = 1024;

    private static final long DEFAULT_SEED = 42;

    /**
     * Reads model and data.
     *
     * @param source the data, as the options say
     * @param predictOnly whether targets are not needed
     */
    static LoadedModel load(ModelOptions options, DataSource source, boolean predictOnly) {
        // The header first: a wrong file is found before a library is loaded.
        ModelFile.Contents contents = ModelFile.inspect(options.model());
        Backend backend = options.machine().backend();
        Network network = ModelFile.load(options.model(), backend);
        try {
            Map<String, String> facts = contents.facts();
            LoadedData data = DataLoader.forModel(
                    source,
                    network.spec(),
                    network.dtype(),
                    options.request(
                            TrainingFacts.target(facts),
                            TrainingFacts.weight(facts),
                            TrainingFacts.seed(facts, DEFAULT_SEED),
                            predictOnly));
            NetworkSpec spec = network.spec();
            Values.checked("--data " + source.name(), () -> {
                spec.checkInputs(data.samples());
                return spec;
            });
            int threads = options.machine().threads();
            return new LoadedModel(
                    network,
                    data,
                    threads == TrainingConfig.AUTO_THREADS
                            ? ThreadChoice.auto(network.spec(), EVALUATION_ROWS)
                            : threads);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    Evaluator evaluator() {
        return new Evaluator(network, threads);
    }

    @Override
    public void close() {
        network.close();
    }
}
