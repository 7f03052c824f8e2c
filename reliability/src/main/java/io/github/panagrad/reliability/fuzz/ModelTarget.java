package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Model files: loaded, and asked for a prediction. What is loaded has finite parameters. */
record ModelTarget(List<byte[]> seeds) implements FuzzTarget {
    @Override
    public String name() {
        return "model";
    }

    @Override
    public String suffix() {
        return ".safetensors";
    }

    @Override
    public List<String> words() {
        return List.of(
                "dtype",
                "F32",
                "F64",
                "BF16",
                "shape",
                "data_offsets",
                "__metadata__",
                "pipeline",
                "hidden",
                "units",
                "loss",
                "layers.0.weight",
                "members.1.",
                "embeddings",
                "categories",
                "dimension",
                "normalization");
    }

    /** The length in front of the header fits again, in half of the cases. */
    @Override
    public byte[] repair(byte[] damaged, Random random) {
        return random.nextBoolean() ? withLength(damaged) : damaged;
    }

    /** Sets the length of the header to where the last braces before the data, and the spaces after them, end. */
    static byte[] withLength(byte[] damaged) {
        int end = headerEnd(damaged);
        if (end > 8) {
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(end - 8L);
        }
        return damaged;
    }

    /** Returns where the data begins, or 0 if that cannot be told. */
    static int headerEnd(byte[] damaged) {
        for (int at = Math.min(damaged.length, 1 << 16) - 1; at > 8; at--) {
            if (damaged[at] == '}' && damaged[at - 1] == '}') {
                int end = at + 1;
                while (end < damaged.length && damaged[end] == ' ') {
                    end++;
                }
                return end;
            }
        }
        return 0;
    }

    @Override
    public void read(Path input, byte[] content) {
        if (ModelFile.inspect(input).facts().containsKey(Pipeline.FACT)) {
            try (TablePredictor predictor = TablePredictor.load(input, Backend.JAVA)) {
                predictor.predict(PipelineTarget.ROW);
            }
            return;
        }
        try (ModelFile file = ModelFile.open(input);
                Ensemble ensemble = file.read(Backend.JAVA)) {
            ensemble.members().forEach(ModelTarget::requireFinite);
            try (Predictor predictor = new Predictor(ensemble)) {
                predictor.predict(
                        new double[ensemble.members().getFirst().spec().inputs()]);
            }
        }
    }

    /** Fails if a parameter is not a number. */
    static void requireFinite(Network network) {
        for (Parameter parameter : network.parameters()) {
            Tensor values = network.get(parameter);
            for (int r = 0; r < values.rows(); r++) {
                for (int c = 0; c < values.columns(); c++) {
                    if (!Double.isFinite(values.get(r, c))) {
                        throw new IllegalStateException(parameter.name() + " has " + values.get(r, c));
                    }
                }
            }
        }
    }
}
