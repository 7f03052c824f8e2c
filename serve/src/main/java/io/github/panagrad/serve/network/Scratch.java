package io.github.panagrad.serve.network;

/** Memory for a forward pass through a network, for use by one thread at a time. */
final class Scratch {
    /** What the first layer reads, rows x features. */
    final double[] features;

    /** The outputs of each layer, (rows members) x outputs. */
    final double[][] outputs;

    /** Room for the largest layer's inputs or outputs. */
    final double[] spare;

    /** Room for the positions of a layer's inputs. */
    final int[] positions;

    /** Room for sums in float32, for each row those of the widest layer; empty if the network is float64. */
    final float[][] floatSums;

    /** The same in float64. */
    final double[][] doubleSums;

    /** Makes memory for a number of rows. */
    Scratch(ServedNetwork network, int rows) {
        features = new double[rows * network.features()];
        outputs = new double[network.layers().size()][];
        int most = features.length;
        int widest = 1;
        int members = 1;
        for (int l = 0; l < outputs.length; l++) {
            Layer layer = network.layers().get(l);
            members *= layer.members();
            outputs[l] = new double[rows * members * layer.outputs()];
            most = Math.max(most, outputs[l].length);
            widest = Math.max(widest, layer.outputs());
        }
        spare = new double[most];
        positions = new int[Math.max(widest, network.features())];
        int sums = rows * members;
        floatSums = network.isFloat() ? new float[sums][widest] : new float[0][];
        doubleSums = network.isFloat() ? new double[0][] : new double[sums][widest];
    }
}
