package io.github.panagrad.nn;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fills a network from tensors that another library saved. */
final class TensorImport {
    private static final int MOST_NAMES = 20;

    private final Path source;
    private final SafetensorsFile file;
    private final Network network;

    private TensorImport(Path source, SafetensorsFile file, Network network) {
        this.source = source;
        this.file = file;
        this.network = network;
    }

    static void fill(Path source, SafetensorsFile file, Network network, Map<String, ImportedTensor> names) {
        TensorImport fill = new TensorImport(source, file, network);
        fill.requireNames(names);
        for (Parameter parameter : network.parameters()) {
            fill.fill(parameter, Objects.requireNonNull(names.get(parameter.name())));
        }
    }

    private void requireNames(Map<String, ImportedTensor> names) {
        List<String> known = network.parameters().stream().map(Parameter::name).toList();
        List<String> unknown = names.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(
                    "the network has no parameter " + Quoted.list(unknown) + "; it has " + Quoted.list(known));
        }
        List<String> without =
                known.stream().filter(name -> !names.containsKey(name)).toList();
        if (!without.isEmpty()) {
            throw new InvalidInputException("no tensor is named for the parameters " + Quoted.list(without));
        }
    }

    private void fill(Parameter parameter, ImportedTensor from) {
        TensorEntry entry = file.tensors().get(from.name());
        if (entry == null) {
            List<String> names =
                    file.tensors().keySet().stream().sorted().limit(MOST_NAMES).toList();
            throw new ModelFormatException(
                    source,
                    "no tensor " + Quoted.of(from.name()) + " for the parameter " + parameter.name() + "; there are "
                            + Quoted.list(names));
        }
        List<Long> expected = from.isTransposed() ? parameter.shape().reversed() : parameter.shape();
        if (!entry.shape().equals(expected)) {
            boolean isTurned = !from.isTransposed() && entry.shape().reversed().equals(expected);
            throw new ModelFormatException(
                    source,
                    from.name() + " has shape " + entry.shape() + ", but " + parameter.name() + " needs " + expected
                            + (isTurned ? "; if it is stored transposed, say so with ImportedTensor.transposed" : ""));
        }
        DType stored = switch (entry.dtype()) {
            case "F32" -> DType.F32;
            case "F64" -> DType.F64;
            default ->
                throw new ModelFormatException(
                        source,
                        from.name() + " has dtype " + entry.dtype()
                                + ": only F32 and F64 can be read; save it in one of them");
        };
        int rows = from.isTransposed() ? parameter.columns() : parameter.rows();
        int columns = from.isTransposed() ? parameter.rows() : parameter.columns();
        try (Slab slab = new Slab("imported tensor")) {
            Tensor numbers = slab.allocate(stored, rows, columns);
            file.read(from.name(), numbers);
            copy(numbers, from.isTransposed(), network.get(parameter));
        }
        String found = NonFinite.in(from.name(), network.get(parameter));
        if (found != null) {
            throw new ModelFormatException(
                    source, found + " in " + network.dtype().label() + ", but a network has finite numbers only");
        }
    }

    private static void copy(Tensor from, boolean isTransposed, Tensor to) {
        for (int r = 0; r < to.rows(); r++) {
            for (int c = 0; c < to.columns(); c++) {
                to.set(r, c, isTransposed ? from.get(c, r) : from.get(r, c));
            }
        }
    }
}
