package io.github.panagrad.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.Panagrad;
import io.github.panagrad.program.ServingProgram;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with the two modules alone serves a model, soon, and without a warning. */
class ServingProcessTest {
    @TempDir
    Path folder;

    private static String classes(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Runs the program, and returns its two lines: a prediction, and the CPU time. */
    private static List<String> run(Path file, String... flags)
            throws IOException, InterruptedException, URISyntaxException {
        String paths = classes(ServedModel.class) + File.pathSeparator + classes(Panagrad.class);
        List<String> command = new ArrayList<>(List.of(flags));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xshare:auto",
                "--illegal-native-access=deny",
                "--module-path=" + paths,
                "--add-modules=io.github.panagrad.serve",
                "--class-path=" + classes(ServingProgram.class),
                ServingProgram.class.getName(),
                file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), output);
        List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        return lines;
    }

    @Test
    void twoModulesAndTheJavaBaseAreEnough() throws IOException, InterruptedException, URISyntaxException {
        Path file = SmallModels.save(folder);
        List<String> lines = run(file, "--limit-modules=io.github.panagrad.serve,io.github.panagrad.base,java.base");
        assertEquals(ServedModel.load(file).predict(SmallModels.ROW).toString(), lines.getFirst());
    }

    /** With the JVM's own archive of classes, which it does not use where modules are limited. */
    @Test
    void theFirstPredictionComesSoon() throws IOException, InterruptedException, URISyntaxException {
        Duration cpu = Duration.parse(run(SmallModels.save(folder)).getLast());
        assertTrue(cpu.toMillis() < 500, () -> "start to first prediction took " + cpu + " of CPU time");
    }
}
