package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.FactorLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.RowLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Turns a network into an ensemble whose members share the layers that follow: each member i multiplies the features by factors
 * of its own, {@code y = r_i ⊙ x}, and has an output layer of its own. Each member has its own loss, whose mean is minimised, and
 * the prediction is the mean of the members' predictions. This is TabM-mini (Gorishniy, Kotelnikov and Babenko, "TabM: Advancing
 * tabular deep learning with parameter-efficient ensembling", ICLR 2025); as the first layer, with all others shared. If the
 * dense layers that follow have {@link Dense.Adapters}, it is TabM.
 *
 * <p>The factors start as numbers from N(0, 1): one for each feature, or one for each group of features, such as those that come
 * from the same column.
 *
 * @param members how many, at least 2
 * @param groups the widths of groups of adjacent features, from the first on; further features are groups of one
 */
public record MemberScale(int members, List<Integer> groups) implements Layer {
    /** The most members. */
    public static final int MAX_MEMBERS = 1024;

    static final RowLayerKind<MemberScale> KIND = new Kind();

    /** Checks the values. */
    public MemberScale {
        groups = List.copyOf(groups);
        if (members < 2 || members > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "member_scale: members must be from 2 to " + MAX_MEMBERS + ", found " + members);
        }
        for (int width : groups) {
            if (width < 1) {
                throw new IllegalArgumentException(
                        "member_scale: a group must have at least 1 feature, found " + width);
            }
        }
    }

    /** Makes a layer whose factors all start as numbers of their own. */
    public MemberScale(int members) {
        this(members, List.of());
    }

    @Override
    public String summary() {
        return members + " members";
    }

    /** Everything that defines this kind. */
    private static final class Kind extends RowLayerKind<MemberScale> {
        Kind() {
            super(MemberScale.class, "member_scale");
        }

        @Override
        void write(MemberScale layer, JsonGenerator json) throws IOException {
            json.writeNumberField("members", layer.members());
            if (!layer.groups().isEmpty()) {
                json.writeArrayFieldStart("groups");
                for (int width : layer.groups()) {
                    json.writeNumber(width);
                }
                json.writeEndArray();
            }
        }

        @Override
        MemberScale read(LayerFields fields) {
            return new MemberScale(fields.integer("members"), fields.integers("groups"));
        }

        @Override
        RowLayer engine(MemberScale layer, int inputs, int members) {
            long covered = layer.groups().stream().mapToLong(Integer::longValue).sum();
            if (covered > inputs) {
                throw new IllegalArgumentException(
                        "the groups of the members' factors cover " + covered + " features, but there are " + inputs);
            }
            List<Integer> all = new ArrayList<>(layer.groups());
            all.addAll(Collections.nCopies(inputs - (int) covered, 1));
            return new FactorLayer(inputs, layer.members(), new LayerParameter.Initial.Grouped(all));
        }

        @Override
        MemberScale resized(MemberScale layer, int outputs) {
            return new MemberScale(layer.members());
        }

        @Override
        List<MemberScale> examples() {
            return List.of(new MemberScale(3), new MemberScale(2, List.of(2, 3)));
        }
    }
}
