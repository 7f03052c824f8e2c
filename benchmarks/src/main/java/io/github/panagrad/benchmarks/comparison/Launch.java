package io.github.panagrad.benchmarks.comparison;

import java.util.List;
import java.util.Map;

/**
 * How a peer's process is started.
 *
 * @param command the program and its first arguments; the task's follow
 * @param environment variables to add
 */
record Launch(List<String> command, Map<String, String> environment) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
