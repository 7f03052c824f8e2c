package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.table.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pipelines as models store them: read, written and read again, and used for a row. */
final class PipelineTarget implements FuzzTarget {
    /** A row of the table that the models were trained on. */
    static final Map<String, ?> ROW =
            Map.of("id", 1003, "name", "n, \"0", "member", "yes", "score", 3.5, "the size", -1, "class", "k1");

    private final byte[] json;

    PipelineTarget(Path model) {
        String text = ModelFile.inspect(model).facts().get(Pipeline.FACT);
        this.json = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String suffix() {
        return ".json";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(json);
    }

    @Override
    public List<String> words() {
        return List.of(
                "columns",
                "numbers",
                "one_hot",
                "embedding",
                "dropped",
                "mean",
                "scale",
                "knots",
                "missing",
                "classes",
                "target");
    }

    @Override
    public void read(Path input, byte[] content) {
        Pipeline pipeline = Pipeline.fromJson(new String(content, StandardCharsets.UTF_8));
        if (!pipeline.equals(Pipeline.fromJson(pipeline.toJson()))) {
            throw new IllegalStateException("a pipeline is not the same after it was written and read");
        }
        for (double value : pipeline.encodeRow(ROW)) {
            if (Double.isNaN(value)) {
                throw new IllegalStateException("a feature is no number");
            }
        }
    }
}
