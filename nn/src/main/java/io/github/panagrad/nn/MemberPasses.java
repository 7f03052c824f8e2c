package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.InferencePass;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward passes of the networks of an ensemble, each with the shape it has and how much its predictions count. Networks of
 * the same shape share their workspaces. A value.
 *
 * @param shapes the different shapes
 * @param members one for each network
 * @param total the sum of the weights of all predictions
 */
record MemberPasses(List<Architecture> shapes, List<Member> members, double total) {
    /**
     * A network.
     *
     * @param pass its forward pass
     * @param shape the position of its shape
     * @param weight how much each of its predictions counts; it has several if it has members of its own
     */
    record Member(InferencePass pass, int shape, double weight) {}

    /** Makes the passes of networks that can form an ensemble. */
    static MemberPasses of(List<Network> networks, List<Double> weights) {
        List<NetworkSpec> specs = new ArrayList<>();
        List<Architecture> shapes = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        double total = 0;
        int first = networks.getFirst().values().architecture().members();
        for (int m = 0; m < networks.size(); m++) {
            Network network = networks.get(m);
            Architecture architecture = network.values().architecture();
            if (!specs.contains(network.spec())) {
                specs.add(network.spec());
                shapes.add(architecture);
            }
            // Where all have as many members, these are the weights themselves.
            double weight = weights.get(m) * first / architecture.members();
            members.add(new Member(new InferencePass(network.values()), specs.indexOf(network.spec()), weight));
            total += weight * architecture.members();
        }
        return new MemberPasses(List.copyOf(shapes), List.copyOf(members), total);
    }

    /** Returns whether there is one prediction, which is no mean. */
    boolean isSingle() {
        return members.size() == 1 && shapes.getFirst().members() == 1;
    }
}
