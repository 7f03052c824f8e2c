package io.github.panagrad.cli.tuning;

import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Network;
import java.util.List;

/**
 * The networks of a trial with the parameters of their best epochs. It owns them and must be closed.
 *
 * @param trial its number
 * @param plan its options
 * @param networks one for each part
 * @param histories of their trainings
 * @param predictions a row for each sample that trials are evaluated on, by the network that has not seen it
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
record TrialNetworks(
        int trial, PlannedTrial plan, List<Network> networks, List<History> histories, double[][] predictions)
        implements AutoCloseable {
    /** Copies the lists. */
    TrialNetworks {
        networks = List.copyOf(networks);
        histories = List.copyOf(histories);
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
    }
}
