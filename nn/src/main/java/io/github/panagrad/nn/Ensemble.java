package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.Collections;
import java.util.List;

/**
 * One or several networks that predict together, such as networks trained from different seeds, or of different shapes. It owns
 * them and must be closed. Code that need not distinguish one network from several uses an ensemble.
 *
 * <p>The prediction is the mean of the members' predictions, weighted if weights are given: of their probabilities for
 * classification, of their decision values with hinge loss, and of their values otherwise (with Poisson loss, the rates). The
 * mean of probabilities, not of logits, is the prediction of a mixture of the members (Lakshminarayanan et al., "Simple and
 * Scalable Predictive Uncertainty Estimation using Deep Ensembles", NeurIPS 2017). With one member it is that member's
 * prediction, bit for bit.
 *
 * <p>Immutable except for its members' parameters; threads may share it as they may share a {@link Network}.
 */
public final class Ensemble implements AutoCloseable {
    /** The most members an ensemble can have. */
    public static final int MAX_MEMBERS = 1000;

    private final List<Network> members;
    private final List<Double> weights;

    /**
     * Takes ownership of networks: the ensemble closes them. All count the same.
     *
     * @param members at least one, with the same inputs, outputs, loss, element type and backend; if they are rejected, they
     *     remain the caller's
     * @throws IllegalArgumentException if there are none or too many, one occurs twice, or one does not go with the first; the
     *     message says why
     */
    public Ensemble(List<Network> members) {
        this(members, Collections.nCopies(members.size(), 1.0));
    }

    /**
     * Takes ownership of networks that count differently.
     *
     * @param members as for {@link #Ensemble(List)}
     * @param weights how much each counts, finite and above 0; only their ratios matter
     * @throws IllegalArgumentException if the networks cannot form an ensemble, or the weights are not as said
     */
    public Ensemble(List<Network> members, List<Double> weights) {
        requireTogether(members);
        if (weights.size() != members.size()) {
            throw new IllegalArgumentException(
                    "expected a weight for each of " + members.size() + " networks, found " + weights.size());
        }
        for (double weight : weights) {
            requireWeight(weight);
        }
        this.members = List.copyOf(members);
        this.weights = List.copyOf(weights);
    }

    /** Takes ownership of a single network. */
    public static Ensemble of(Network network) {
        return new Ensemble(List.of(network));
    }

    static void requireWeight(double weight) {
        if (!(weight > 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("a network's weight must be finite and above 0, found " + weight);
        }
    }

    private static void requireTogether(List<Network> members) {
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "an ensemble has 1 to " + MAX_MEMBERS + " networks, found " + members.size());
        }
        Network first = members.getFirst();
        for (int i = 1; i < members.size(); i++) {
            Network member = members.get(i);
            requireSame(
                    i, "number of inputs", first.spec().inputs(), member.spec().inputs());
            requireSame(
                    i,
                    "number of outputs",
                    first.spec().outputs(),
                    member.spec().outputs());
            requireSame(i, "loss", first.spec().loss(), member.spec().loss());
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

    /** Returns the shape of the first member, whose inputs, outputs and loss are those of all. */
    public NetworkSpec spec() {
        return members.getFirst().spec();
    }

    /**
     * Requires that samples can be given to each member.
     *
     * @throws IllegalArgumentException if they cannot, as {@link NetworkSpec#checkInputs} says
     */
    public void checkInputs(Dataset samples) {
        members.stream().map(Network::spec).distinct().forEach(spec -> spec.checkInputs(samples));
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return members.getFirst().dtype();
    }

    /** Returns the backend that does the arithmetic. */
    public Backend backend() {
        return members.getFirst().backend();
    }

    /** Returns the number of members. */
    public int size() {
        return members.size();
    }

    /** Returns the members, which this ensemble still owns. */
    public List<Network> members() {
        return members;
    }

    /** Returns how much each member counts. */
    public List<Double> weights() {
        return weights;
    }

    /** Returns the size of all parameters in bytes. */
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
