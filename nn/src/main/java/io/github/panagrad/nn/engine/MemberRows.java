package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/** The rows of each member in tensors that hold several members' rows for each sample, next to each other. */
final class MemberRows {
    private MemberRows() {}

    /**
     * Returns, for each member, a view of its rows.
     *
     * @param all (samples members) x columns
     */
    static Tensor[] split(Tensor all, int members) {
        if (members == 1) {
            return new Tensor[] {all};
        }
        Tensor[] rows = new Tensor[members];
        for (int i = 0; i < members; i++) {
            rows[i] = all.everyRow(i, members);
        }
        return rows;
    }
}
