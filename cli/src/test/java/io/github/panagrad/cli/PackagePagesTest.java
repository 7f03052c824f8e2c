package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the packages have an example each: whole programs, which are compiled, and of which some are run. */
class PackagePagesTest {
    private static final List<String> WITH_EXAMPLES = List.of(
            "io.github.panagrad.blas",
            "io.github.panagrad.error",
            "io.github.panagrad.nn",
            "io.github.panagrad.nn.check",
            "io.github.panagrad.nn.checkpoint",
            "io.github.panagrad.nn.data",
            "io.github.panagrad.nn.ensemble",
            "io.github.panagrad.nn.exchange",
            "io.github.panagrad.nn.metrics",
            "io.github.panagrad.nn.optim",
            "io.github.panagrad.nn.reference",
            "io.github.panagrad.nn.safetensors",
            "io.github.panagrad.onnx",
            "io.github.panagrad.pipeline",
            "io.github.panagrad.report",
            "io.github.panagrad.schema",
            "io.github.panagrad.serve",
            "io.github.panagrad.table",
            "io.github.panagrad.table.model",
            "io.github.panagrad.table.pipeline",
            "io.github.panagrad.table.reader",
            "io.github.panagrad.tensor",
            "io.github.panagrad.tune");

    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet :\n(.*?)\n \\* }\n \\*/", Pattern.DOTALL);

    @TempDir
    static Path folder;

    private static final TreeMap<String, Path> PROGRAMS = new TreeMap<>();

    @BeforeAll
    static void compile() throws IOException {
        for (String module : List.of(
                "base", "native-bindings", "tensor", "nn", "table", "serve", "report", "tune", "integrations/onnx")) {
            Path sources = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path page :
                        files.filter(file -> file.endsWith("package-info.java")).toList()) {
                    Matcher snippet = SNIPPET.matcher(Files.readString(page));
                    if (snippet.find()) {
                        String name = sources.relativize(page.getParent())
                                .toString()
                                .replace('\\', '/')
                                .replace('/', '.');
                        String program = snippet.group(1)
                                .lines()
                                .map(line -> line.replaceFirst("^ \\* ?", ""))
                                .collect(Collectors.joining("\n", "", "\n"));
                        PROGRAMS.put(
                                name, Files.writeString(folder.resolve(name.replace('.', '_') + ".java"), program));
                    }
                }
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean isCompiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(PROGRAMS.values()))
                    .call();
            assertTrue(isCompiled, messages::toString);
        }
    }

    @Test
    void allHaveAnExample() {
        assertEquals(WITH_EXAMPLES, List.copyOf(PROGRAMS.keySet()));
    }

    private static String run(String name) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                name.replace('.', '_')));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), name);
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }

    @Test
    void thoseOfTablesTrainAndPredict() throws IOException, InterruptedException {
        StringBuilder people = new StringBuilder("age,education,hours,income\n");
        for (int i = 0; i < 97; i++) {
            String row = i % 2 == 0 ? "Masters,4" + i % 10 + ",high" : "School,3" + i % 10 + ",low";
            people.append(20 + i % 53).append(',').append(row).append('\n');
        }
        Files.writeString(folder.resolve("people.csv"), people.toString());
        assertTrue(run("io.github.panagrad.table.model").contains("high {"));
        assertTrue(run("io.github.panagrad.table.pipeline").contains("high {"));
        assertTrue(run("io.github.panagrad.table").contains("education: CATEGORICAL"));
        assertTrue(run("io.github.panagrad.serve").contains("high"));
        assertTrue(run("io.github.panagrad.onnx").contains("true"));
    }

    @Test
    void thoseOfArraysRun() throws IOException, InterruptedException {
        assertTrue(run("io.github.panagrad.tensor").contains("1.5 in 48 bytes"));
        assertTrue(run("io.github.panagrad.nn.data").contains("2 to learn from, 2 held back"));
        assertTrue(run("io.github.panagrad.nn.exchange").contains("500 of 1000 samples"));
        assertTrue(run("io.github.panagrad.nn.metrics").contains("ROC AUC 1.0"));
        assertTrue(run("io.github.panagrad.nn.optim").contains("warmup"));
        assertTrue(run("io.github.panagrad.nn.check").contains("the gradients of 21 parameters agree"));
        assertTrue(run("io.github.panagrad.nn.ensemble").contains("a temperature of at least 1: true"));
        assertTrue(run("io.github.panagrad.nn.reference").contains("loss "));
        assertTrue(run("io.github.panagrad.nn.safetensors").contains("layers.0.weight [4, 3]"));
        assertTrue(run("io.github.panagrad.report").contains("true"));
    }

    @Test
    void theOthersRun() throws IOException, InterruptedException {
        assertTrue(run("io.github.panagrad.tune").contains("the best of 30 trials: {x="));
        assertTrue(run("io.github.panagrad.blas").contains(", 1 thread"));
        assertTrue(run("io.github.panagrad.schema").contains("1.7095968E9 seconds since 1970"));
        assertTrue(run("io.github.panagrad.pipeline").contains("QUANTILE_NORMAL"));
        assertTrue(run("io.github.panagrad.error").contains("for the user: none.safetensors"));
    }
}
