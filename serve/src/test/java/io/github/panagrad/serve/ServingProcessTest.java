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

    @Test
    void twoModulesAndTheJavaBaseAreEnough() throws IOException, InterruptedException, URISyntaxException {
        Path file = SmallModels.save(folder);
        String paths = classes(ServedModel.class) + File.pathSeparator + classes(Panagrad.class);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "--illegal-native-access=deny",
                        "--limit-modules=io.github.panagrad.serve,io.github.panagrad.base,java.base",
                        "--module-path=" + paths,
                        "--add-modules=io.github.panagrad.serve",
                        "--class-path=" + classes(ServingProgram.class),
                        ServingProgram.class.getName(),
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), output);
        List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        assertEquals(ServedModel.load(file).predict(SmallModels.ROW).toString(), lines.getFirst());
        Duration cpu = Duration.parse(lines.getLast());
        assertTrue(cpu.toMillis() < 500, () -> "start to first prediction took " + cpu + " of CPU time");
    }
}
