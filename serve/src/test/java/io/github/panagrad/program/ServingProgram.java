package io.github.panagrad.program;

import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.serve.ServedModel;
import java.nio.file.Path;
import java.util.Map;

/** Serves one row in a process of its own, in which a package of the library's name would be the library's. */
public final class ServingProgram {
    private ServingProgram() {}

    /** Takes the model; prints its prediction, and the CPU time of the process so far. */
    public static void main(String[] arguments) {
        Prediction prediction = ServedModel.load(Path.of(arguments[0])).predict(Map.of("age", 31, "town", "Ulm"));
        System.out.println(prediction);
        System.out.println(ProcessHandle.current().info().totalCpuDuration().orElseThrow());
    }
}
