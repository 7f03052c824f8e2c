package io.github.panagrad.table.pipeline;

import io.github.panagrad.pipeline.DatePart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which parts of dates differ among rows. For use by one thread. */
final class DateParts {
    private final List<DatePart> parts;

    /** The part of some row; -1 if there was no date yet. */
    private final int[] some;

    private final boolean[] differs;

    DateParts(List<DatePart> parts) {
        this.parts = parts;
        some = new int[parts.size()];
        Arrays.fill(some, -1);
        differs = new boolean[some.length];
    }

    /** Adds dates in seconds, NaN where they are missing. */
    void add(double[] seconds, int count) {
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < some.length && !Double.isNaN(seconds[i]); p++) {
                add(p, parts.get(p).of(seconds[i]));
            }
        }
    }

    private void add(int part, int value) {
        differs[part] |= some[part] >= 0 && some[part] != value;
        some[part] = value;
    }

    /** Adds the dates of other rows. */
    void add(DateParts other) {
        for (int p = 0; p < some.length; p++) {
            if (other.some[p] >= 0) {
                add(p, other.some[p]);
                differs[p] |= other.differs[p];
            }
        }
    }

    /** Returns those that differ. */
    List<DatePart> differing() {
        return IntStream.range(0, some.length)
                .filter(p -> differs[p])
                .mapToObj(parts::get)
                .toList();
    }

    void write(DataOutput out) throws IOException {
        for (int p = 0; p < some.length; p++) {
            out.writeInt(some[p]);
            out.writeBoolean(differs[p]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int p = 0; p < some.length; p++) {
            some[p] = in.readInt();
            differs[p] = in.readBoolean();
        }
    }
}
