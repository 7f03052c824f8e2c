package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Memory for gradients that are stored until others are known, too. Those of a layer are next to each other, to be sent in one
 * message. It owns that memory.
 */
public final class KeptGradients implements AutoCloseable {
    /** Each gradient begins on its own cache line. */
    private static final long ALIGNMENT = 64;

    private final Slab slab = new Slab("gradients");

    /** The gradients by the number of their parameter in the network. */
    private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

    private final List<Group> groups = new ArrayList<>();

    /**
     * The gradients of a layer.
     *
     * @param all of them as one row of numbers, with zeros in between
     * @param parameters the numbers of the parameters
     */
    record Group(Tensor all, List<Integer> parameters) {}

    /** Allocates memory for the trained parameters that meet a condition. */
    KeptGradients(Architecture architecture, DType dtype, Predicate<LayerParameter> some) {
        List<LayerParameter> parameters = architecture.parameters();
        try {
            for (List<Integer> group : groups(architecture, some)) {
                long bytes = 0;
                for (int p : group) {
                    bytes += aligned(parameters.get(p), dtype);
                }
                MemorySegment memory = slab.allocateBytes(bytes);
                long at = 0;
                for (int p : group) {
                    LayerParameter parameter = parameters.get(p);
                    long size = Tensor.byteSize(dtype, parameter.rows(), parameter.columns());
                    tensors.put(p, Tensor.over(memory.asSlice(at, size), dtype, parameter.rows(), parameter.columns()));
                    at += aligned(parameter, dtype);
                }
                int numbers = Math.toIntExact(bytes / dtype.bytes());
                groups.add(new Group(Tensor.over(memory, dtype, 1, numbers), group));
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Returns the parameters of each layer; one that is too large to be in one tensor with others is by itself. */
    private static List<List<Integer>> groups(Architecture architecture, Predicate<LayerParameter> some) {
        List<List<Integer>> all = new ArrayList<>();
        for (int e = 0; e < architecture.embeddings().size(); e++) {
            add(all, architecture.firstOfEmbedding(e), architecture.parametersOfEmbedding(e), some);
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            add(all, architecture.firstOfLayer(l), architecture.parametersOfLayer(l), some);
        }
        return all;
    }

    private static void add(
            List<List<Integer>> all, int first, List<LayerParameter> ofLayer, Predicate<LayerParameter> some) {
        List<Integer> group = new ArrayList<>();
        long elements = 0;
        for (int p = 0; p < ofLayer.size(); p++) {
            LayerParameter parameter = ofLayer.get(p);
            if (parameter.isTrained() && some.test(parameter)) {
                if (!group.isEmpty() && elements + parameter.size() > Tensor.MAX_ELEMENTS / 2) {
                    all.add(group);
                    group = new ArrayList<>();
                    elements = 0;
                }
                group.add(first + p);
                elements += parameter.size();
            }
        }
        if (!group.isEmpty()) {
            all.add(group);
        }
    }

    private static long aligned(LayerParameter parameter, DType dtype) {
        long bytes = Tensor.byteSize(dtype, parameter.rows(), parameter.columns());
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /**
     * Returns whether the gradient of a parameter is here.
     *
     * @param parameter its number in the network
     */
    boolean has(int parameter) {
        return tensors.containsKey(parameter);
    }

    /**
     * Returns the gradient of a parameter, of its shape.
     *
     * @param parameter its number in the network
     */
    Tensor of(int parameter) {
        Tensor gradient = tensors.get(parameter);
        if (gradient == null) {
            throw new IllegalArgumentException("the gradient of parameter " + parameter + " is not kept");
        }
        return gradient;
    }

    /** Returns the gradients by layer. */
    List<Group> groups() {
        return groups;
    }

    /** Returns the bytes of such memory. */
    static long bytes(Architecture architecture, DType dtype, Predicate<LayerParameter> some) {
        long bytes = 0;
        for (LayerParameter parameter : architecture.parameters()) {
            bytes += parameter.isTrained() && some.test(parameter) ? aligned(parameter, dtype) : 0;
        }
        return bytes;
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
