package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import java.util.List;

/** The memory of forward passes of networks of several shapes on the same block of rows. It owns that memory, or is a view. */
public final class EnsembleActivations implements AutoCloseable {
    private final RowActivations[] shapes;

    /** Allocates the memory. */
    public EnsembleActivations(List<Architecture> architectures, DType dtype, int rows) {
        Closer closer = new Closer();
        try {
            shapes = architectures.stream()
                    .map(architecture -> closer.add(new RowActivations(architecture, dtype, rows)))
                    .toArray(RowActivations[]::new);
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    private EnsembleActivations(RowActivations[] shapes) {
        this.shapes = shapes;
    }

    /** Returns a view of the first rows, or this if that is all of them. */
    public EnsembleActivations first(int rows) {
        if (rows == rows()) {
            return this;
        }
        RowActivations[] views = new RowActivations[shapes.length];
        for (int s = 0; s < views.length; s++) {
            views[s] = shapes[s].first(rows);
        }
        return new EnsembleActivations(views);
    }

    /** Returns the number of rows. */
    public int rows() {
        return shapes[0].columns.rows();
    }

    /** Returns the number of shapes. */
    public int shapes() {
        return shapes.length;
    }

    /** Returns the memory of one of the shapes. */
    public RowActivations of(int shape) {
        return shapes[shape];
    }

    /** Returns the bytes of such memory. */
    public static long bytes(List<Architecture> architectures, DType dtype, int rows) {
        return architectures.stream()
                .mapToLong(architecture -> RowActivations.bytes(architecture, dtype, rows))
                .sum();
    }

    @Override
    public void close() {
        for (RowActivations shape : shapes) {
            shape.close();
        }
    }
}
