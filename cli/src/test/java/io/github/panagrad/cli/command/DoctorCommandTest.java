package io.github.panagrad.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25.0.3+9-LTS | this JDK suits panagrad-spark",
                "26 | this JDK suits panagrad-spark",
                "25 | panagrad-spark needs JDK 25.0.3 or newer, because of JDK-8377811; this is 25",
                "25.0.2 | panagrad-spark needs JDK 25.0.3 or newer, because of JDK-8377811; this is 25.0.2"
            })
    void itSaysWhetherSparkRunsOnAJdk(String jdk, String expected) {
        assertEquals(expected, DoctorCommand.spark(Runtime.Version.parse(jdk)));
    }
}
