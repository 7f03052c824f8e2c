package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;

/**
 * One or several networks of the same shape that predict together, such as the same training from several seeds. It owns
 * them and must be closed; where it does not matter whether a model is one network or several, it is an ensemble.
 *
 * <p>The prediction is the mean of the members' predictions: of their probabilities for classification, of their decision
 * values with hinge loss, and of their values else (with Poisson loss, of the rates). The mean of probabilities, not of logits,
 * is what a mixture of the members says (Lakshminarayanan et al., "Simple and Scalable Predictive Uncertainty Estimation using
 * Deep Ensembles", NeurIPS 2017). With one member it is that member's prediction, to the bit.
 *
 * <p>Immutable but for the numbers of its members; threads may share it as they may share a {@link Network}.
 */
public final class Ensemble implements AutoCloseable {
    /** The most members that an ensemble has. */
    public static final int MAX_MEMBERS = 1000;

    private final List<Network> members;

    /**
     * Takes over networks: the ensemble closes them.
     *
     * @param members at least one, of the same shape, element type and backend; if they are refused, they stay the caller's
     * @throws IllegalArgumentException if there are none or too many, one is there twice, or one differs from the first,
     *     saying in what
     */
    public Ensemble(List<Network> members) {
        requireAlike(members);
        this.members = List.copyOf(members);
    }

    /** Takes over a single network. */
    public static Ensemble of(Network network) {
        return new Ensemble(List.of(network));
    }

    /**
     * Requires networks that can be an ensemble.
     *
     * @throws IllegalArgumentException if they cannot
     */
    static void requireAlike(List<Network> members) {
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "an ensemble has 1 to " + MAX_MEMBERS + " networks, found " + members.size());
        }
        Network first = members.getFirst();
        for (int i = 1; i < members.size(); i++) {
            Network member = members.get(i);
            requireSame(i, "shape", first.spec(), member.spec());
            requireSame(i, "element type", first.dtype(), member.dtype());
            requireSame(i, "backend", first.backend(), member.backend());
            if (members.indexOf(member) != i) {
                throw new IllegalArgumentException(
                        "member " + i + " of the ensemble is the same network as member " + members.indexOf(member));
            }
        }
    }

    private static void requireSame(int member, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException("the networks of an ensemble must have the same " + what + ": member "
                    + member + " has " + found + ", but member 0 has " + expected);
        }
    }

    /** Returns the shape of each member. */
    public NetworkSpec spec() {
        return members.getFirst().spec();
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return members.getFirst().dtype();
    }

    /** Returns where the arithmetic is done. */
    public Backend backend() {
        return members.getFirst().backend();
    }

    /** Returns the number of members. */
    public int size() {
        return members.size();
    }

    /** Returns the members, which stay this ensemble's. */
    public List<Network> members() {
        return members;
    }

    /** Returns the bytes of all parameters. */
    public long bytes() {
        return members.stream().mapToLong(Network::bytes).sum();
    }

    /** Closes all members, see {@link Network#close}; closing twice is harmless. */
    @Override
    public void close() {
        Closer closer = new Closer();
        members.forEach(closer::add);
        closer.close();
    }
}
