package io.github.panagrad.cli.onnx;

import io.github.panagrad.error.InvalidInputException;

/** Whether the ONNX Runtime is there: it has some hundred megabytes, and nothing but the comparison needs it. */
final class OnnxRuntime {
    private static final String CLASS = "ai.onnxruntime.OrtEnvironment";

    private OnnxRuntime() {}

    /** Requires it, before a class that needs it is loaded. */
    static void require(ClassLoader loader) {
        try {
            Class.forName(CLASS, false, loader);
        } catch (ClassNotFoundException e) {
            throw new InvalidInputException(
                    "check --onnx compares with the ONNX Runtime, which is not there: put its jar,"
                            + " com.microsoft.onnxruntime:onnxruntime from Maven Central, into the folder lib beside"
                            + " panagrad-cli.jar, as onnxruntime.jar",
                    e);
        }
    }
}
