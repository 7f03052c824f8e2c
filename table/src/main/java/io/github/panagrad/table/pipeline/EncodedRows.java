package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts samples together that were encoded elsewhere, such as on several machines: {@link #toBytes} there, {@link #add} here, in any
 * order. The features are kept off the heap. For use by one thread, which closes it.
 */
public final class EncodedRows implements AutoCloseable {
    private final Pipeline pipeline;
    private final int count;
    private final DType dtype;
    private final EncodedMemory memory;
    private final BitSet known = new BitSet();
    private final int @Nullable [] labels;
    private final @Nullable MemorySegment values;
    private double @Nullable [] weights;

    /**
     * Allocates room.
     *
     * @param pipeline what encodes the rows
     * @param count how many there are in all, at least 1
     * @param dtype the element type of features and values
     * @param storage where the features are kept
     * @throws io.github.panagrad.pipeline.PipelineException if it cannot be allocated
     */
    public EncodedRows(Pipeline pipeline, int count, DType dtype, EncodedStorage storage) {
        this.pipeline = pipeline;
        this.count = count;
        this.dtype = dtype;
        boolean isClasses = pipeline.target() instanceof FittedTarget.Classes;
        labels = isClasses ? new int[count] : null;
        values = isClasses ? null : Arena.ofAuto().allocate((long) count * dtype.bytes(), Double.BYTES);
        memory = EncodedMemory.of(storage, count * rowBytes());
    }

    private long rowBytes() {
        return (long) pipeline.width() * dtype.bytes();
    }

    /**
     * Returns samples as bytes, for another process on a machine with the same order of bytes.
     *
     * @param part what {@link Pipeline#encode} returned
     * @param positions where each sample belongs among all of them
     */
    public static byte[] toBytes(Dataset part, int[] positions) {
        int rows = part.size();
        if (rows != positions.length) {
            throw new IllegalArgumentException(
                    "there are " + rows + " samples, but " + positions.length + " positions for them");
        }
        MemorySegment features = part.features().segment();
        long targets = part.targets() instanceof Targets.Values real
                ? real.table().segment().byteSize()
                : (long) rows * Integer.BYTES;
        long weights = part.isWeighted() ? (long) rows * Double.BYTES : 0;
        long size = Integer.BYTES + 1 + (long) rows * Integer.BYTES + features.byteSize() + targets + weights;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
        out.putInt(rows).put((byte) (part.isWeighted() ? 1 : 0));
        Arrays.stream(positions).forEach(out::putInt);
        out.put(features.asByteBuffer());
        switch (part.targets()) {
            case Targets.Labels classes -> {
                for (int r = 0; r < rows; r++) {
                    out.putInt(classes.label(r));
                }
            }
            case Targets.Values real -> out.put(real.table().segment().asByteBuffer());
        }
        for (int r = 0; r < rows && part.isWeighted(); r++) {
            out.putDouble(part.weight(r));
        }
        return out.array();
    }

    /**
     * Adds samples.
     *
     * @param part what {@link #toBytes} returned; read
     * @param offset where it begins among the bytes
     * @throws IllegalArgumentException if a position is out of range, or is taken already
     */
    public void add(byte[] part, int offset) {
        ByteBuffer in = ByteBuffer.wrap(part).order(ByteOrder.nativeOrder()).position(offset);
        int rows = in.getInt();
        boolean isWeighted = in.get() == 1;
        int[] positions = new int[rows];
        for (int r = 0; r < rows; r++) {
            positions[r] = in.getInt();
            if (positions[r] < 0 || positions[r] >= count || known.get(positions[r])) {
                throw new IllegalArgumentException("sample " + positions[r] + " of " + count
                        + (known.get(Math.max(0, positions[r])) ? " was added already" : " does not exist"));
            }
            known.set(positions[r]);
        }
        MemorySegment bytes = MemorySegment.ofArray(part);
        long at = in.position();
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && positions[to] == positions[to - 1] + 1) {
                to++;
            }
            memory.put(bytes.asSlice(at + from * rowBytes(), (to - from) * rowBytes()), positions[from] * rowBytes());
            from = to;
        }
        in.position(Math.toIntExact(at + rows * rowBytes()));
        for (int r = 0; r < rows; r++) {
            addTarget(in, positions[r]);
        }
        if (isWeighted) {
            double[] all = weights;
            if (all == null) {
                all = new double[count];
                Arrays.fill(all, 1);
                weights = all;
            }
            for (int position : positions) {
                all[position] = in.getDouble();
            }
        }
    }

    private void addTarget(ByteBuffer in, int position) {
        if (labels != null) {
            labels[position] = in.getInt();
        } else if (values != null && dtype == DType.F32) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, position, in.getFloat());
        } else if (values != null) {
            values.setAtIndex(ValueLayout.JAVA_DOUBLE, position, in.getDouble());
        }
    }

    /**
     * Returns the samples, once.
     *
     * @throws IllegalArgumentException if some are absent
     */
    public Dataset finish() {
        if (known.cardinality() != count) {
            throw new IllegalArgumentException(known.cardinality() + " of " + count + " samples were added");
        }
        Rows.Storage storage = dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
        Rows features = new Rows(memory.finish(), storage, count, pipeline.width(), 1);
        Targets targets = labels != null && pipeline.target() instanceof FittedTarget.Classes classes
                ? new Targets.Labels(labels, classes.classes().size())
                : new Targets.Values(new Rows(Objects.requireNonNull(values), storage, count, 1, 1));
        Map<Integer, Integer> categories =
                pipeline.embeddings().stream().collect(Collectors.toMap(Embedding::column, Embedding::categories));
        Dataset samples = Dataset.of(features, targets).withCategories(categories);
        return weights == null ? samples : samples.withSampleWeights(weights);
    }

    /** Frees what is not part of what {@link #finish} returned; closing twice is harmless. */
    @Override
    public void close() {
        memory.close();
    }
}
