package io.github.panagrad.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.measure.PredictBenchmark;
import io.github.panagrad.measure.StepBenchmark;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;

/** Measurements as one line of JSON, for programs. Times are in microseconds. */
public final class BenchJson {
    private BenchJson() {}

    /** Returns the measurements of training steps. */
    public static String of(
            NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, StepBenchmark.Result result) {
        return object(json -> {
            json.writeNumberField("step_us_median", result.median());
            json.writeNumberField("step_us_p10", result.p10());
            json.writeNumberField("step_us_p90", result.p90());
            json.writeNumberField("samples_per_second", result.samplesPerSecond());
            json.writeNumberField("gflops", result.gigaflops());
            json.writeNumberField("products_us_median", result.products());
            json.writeStringField("products", result.productsName());
            json.writeNumberField("ratio", result.ratio());
            json.writeNumberField("heap_bytes_per_step", result.heapBytesPerStep());
            json.writeNumberField("native_bytes", result.nativeBytes());
            library(json, backend);
            json.writeNumberField("threads", result.threads());
            network(json, spec, dtype);
            json.writeNumberField("batch_size", result.batchSize());
            json.writeStringField("optimizer", config.optimization().optimizer().name());
            json.writeNumberField("dropout", spec.dropout(0));
            json.writeNumberField("l2", l2(config));
            json.writeBooleanField("reproducible", config.execution().reproducible());
        });
    }

    private static double l2(TrainingConfig config) {
        return config.regularization().regularizers().stream()
                .mapToDouble(regularizer -> regularizer instanceof Regularizer.L2(double lambda) ? lambda : 0)
                .sum();
    }

    /** Returns the measurements of predictions. */
    public static String of(NetworkSpec spec, DType dtype, Backend backend, PredictBenchmark.Result result) {
        return object(json -> {
            json.writeArrayFieldStart("predict");
            for (PredictBenchmark.Calls calls : result.calls()) {
                json.writeStartObject();
                json.writeNumberField("batch_size", calls.batchSize());
                json.writeNumberField("call_us_median", calls.median());
                json.writeNumberField("call_us_p99", calls.p99());
                json.writeNumberField("samples_per_second", calls.samplesPerSecond());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("weights_read_us_median", result.weightsRead());
            json.writeNumberField("native_bytes", result.nativeBytes());
            library(json, backend);
            network(json, spec, dtype);
        });
    }

    private static void library(JsonGenerator json, Backend backend) throws IOException {
        json.writeStringField("backend", backend.label());
        if (backend == Backend.NATIVE) {
            LibraryDescription library = OpenBlas.load().describe();
            json.writeStringField("corename", library.coreName());
            json.writeStringField("library", library.name() + ", " + library.path());
        } else {
            json.writeNullField("corename");
            json.writeNullField("library");
        }
    }

    private static void network(JsonGenerator json, NetworkSpec spec, DType dtype) throws IOException {
        json.writeStringField("dtype", dtype.label());
        json.writeStringField("layers", spec.widths());
    }

    private static String object(JsonText.Fields fields) {
        return JsonText.object(fields) + "\n";
    }
}
