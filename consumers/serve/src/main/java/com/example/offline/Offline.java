package com.example.offline;

import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.serve.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Serves a model that is a resource, in a runtime of four modules. */
public final class Offline {
    private static final Set<String> MODULES =
            Set.of("java.base", "io.github.panagrad.base", "io.github.panagrad.serve", "com.example.offline");

    private Offline() {}

    /** Fails if the runtime has another module, or the prediction is another than expected. */
    public static void main(String[] arguments) throws IOException {
        Set<String> modules =
                ModuleLayer.boot().modules().stream().map(Module::getName).collect(Collectors.toSet());
        if (!modules.equals(MODULES)) {
            throw new IllegalStateException("the runtime has the modules " + modules);
        }
        ServedModel model;
        try (InputStream stream = Offline.class.getResourceAsStream("model.safetensors")) {
            model = ServedModel.load(stream);
        }
        Prediction prediction = model.predict(
                Map.of("age", 52, "town", "Bonn", "job", "job c", "since", LocalDate.of(2024, 3, 5), "member", true));
        System.out.println("serve: " + prediction);
        if (!(prediction instanceof Prediction.ClassPrediction classes
                && Math.abs(classes.probabilities().values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum()
                                - 1)
                        < 1e-9)) {
            throw new IllegalStateException("the model predicted " + prediction);
        }
    }
}
