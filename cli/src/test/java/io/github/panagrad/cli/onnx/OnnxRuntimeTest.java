package io.github.panagrad.cli.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {
    @Test
    void whereItIsMissingTheJarIsNamed() {
        String message = String.valueOf(assertThrows(
                        InvalidInputException.class, () -> OnnxRuntime.require(ClassLoader.getPlatformClassLoader()))
                .getMessage());
        assertTrue(message.contains("com.microsoft.onnxruntime:onnxruntime"), message);
        assertTrue(message.contains("lib"), message);
        assertDoesNotThrow(() -> OnnxRuntime.require(OnnxRuntimeTest.class.getClassLoader()));
    }
}
