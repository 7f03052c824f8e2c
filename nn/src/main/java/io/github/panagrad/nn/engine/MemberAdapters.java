package io.github.panagrad.nn.engine;

/**
 * The members of an ensemble that share a dense layer's weights, each with factors and biases of its own: {@code s_i ⊙ (W (r_i ⊙
 * x_i)) + b_i}. A value.
 *
 * @param members how many there are; 0 for a layer without any of this
 * @param scalesInputs whether there are factors r of the inputs
 */
public record MemberAdapters(int members, boolean scalesInputs) {
    /** None: {@code W x + b}. */
    public static final MemberAdapters NONE = new MemberAdapters(0, false);

    /** Returns whether there are any. */
    boolean exist() {
        return members > 0;
    }
}
