package io.github.panagrad.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a measured process printed into a file. */
public final class ChildOutput {
    private ChildOutput() {}

    /** Returns the last line that is not blank, for a message that says why the process failed. */
    public static String lastLine(Path errors) {
        try {
            return Files.readString(errors)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, line) -> line.strip())
                    .orElse("no error was printed");
        } catch (IOException _) {
            return "its errors cannot be read";
        }
    }
}
