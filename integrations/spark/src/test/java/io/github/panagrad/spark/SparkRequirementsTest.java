package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkRequirementsTest {
    @ParameterizedTest
    @CsvSource({"25.0.3, 4.2.0", "25.0.3+9-LTS, 4.3.0-SNAPSHOT", "25.1, 4.10.1", "26, 5.0.0"})
    void theseSuit(String jdk, String spark) {
        assertDoesNotThrow(() -> SparkRequirements.require(Runtime.Version.parse(jdk), spark));
    }

    @ParameterizedTest
    @CsvSource({
        "25.0.2+10, 4.2.0, needs JDK 25.0.3 or newer",
        "25, 4.2.0, JDK-8377811",
        "25.0.3, 4.1.0, needs Spark 4.2 or newer",
        "25.0.3, 3.5.7, this is Spark 3.5.7"
    })
    void theseGetASentence(String jdk, String spark, String expected) {
        String message = String.valueOf(assertThrows(
                        InvalidInputException.class, () -> SparkRequirements.require(Runtime.Version.parse(jdk), spark))
                .getMessage());
        assertTrue(message.contains(expected), message);
    }

    @Test
    void thisMachineSuits() {
        assertDoesNotThrow(() -> SparkRequirements.require(SparkSessions.local().sparkContext()));
    }
}
