package io.github.panagrad.tensor.kernel.vector;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The float registers of this machine. */
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int SHIFT = Macros.perType(2, 3);
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /**
     * Rotations by half a register, a quarter, and so on to one lane: adding each to the register before it leaves the
     * sum of all lanes in every lane. Unlike with {@code reduceLanes(ADD)}, whose order is unspecified, interpreted and
     * compiled code get the same bits.
     */
    static final VectorShuffle<Float>[] FOLDS = folds();

    private Lanes() {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    private static VectorShuffle<Float>[] folds() {
        List<VectorShuffle<Float>> folds = new ArrayList<>();
        for (int distance = LANES / 2; distance > 0; distance /= 2) {
            int by = distance;
            folds.add(VectorShuffle.fromOp(SPECIES, i -> (i + by) % LANES));
        }
        return folds.toArray(new VectorShuffle[0]);
    }
}
