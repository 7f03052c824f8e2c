package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.engine.Closer;
import java.util.List;

/**
 * Networks of one recipe, each trained without one fold of the samples. It owns them and must be closed, unless they are taken
 * into an ensemble.
 *
 * @param networks one for each fold
 * @param histories of their trainings
 * @param predictions for each sample, those of the network that was trained without it
 * @param seconds the time that training took, from the first step to the last
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
public record FoldedNetworks(List<Network> networks, List<History> histories, double[][] predictions, double seconds)
        implements AutoCloseable {
    /** Copies the lists. */
    public FoldedNetworks {
        networks = List.copyOf(networks);
        histories = List.copyOf(histories);
    }

    /** Closes the networks; closing twice is harmless. */
    @Override
    public void close() {
        Closer closer = new Closer();
        networks.forEach(closer::add);
        closer.close();
    }
}
