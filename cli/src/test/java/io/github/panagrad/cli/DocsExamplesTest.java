package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs in {@code docs/examples} are compiled and run unchanged, each in a separate JVM, and the tables of all
 * pages are well-formed.
 */
class DocsExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    /** Compiled together, which takes a fraction of the time of five compilers. */
    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeAll
    static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean isCompiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertTrue(isCompiled, messages::toString);
        }
    }

    private String run(String example, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                "-cp",
                classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                example));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), example);
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }

    private static double number(String printed, String name) {
        Matcher matcher =
                Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(printed);
        assertTrue(matcher.find(), printed);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void allAreRun() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path source : sources()) {
            names.add(String.valueOf(source.getFileName()));
        }
        assertEquals(
                List.of(
                        "CustomTraining.java",
                        "Mnist.java",
                        "Serving.java",
                        "TabularClassification.java",
                        "TabularRegression.java"),
                List.copyOf(names));
    }

    @Test
    void classification() throws IOException, InterruptedException {
        String printed = run("TabularClassification");
        assertTrue(number(printed, "accuracy") >= 0.88, printed);
        assertTrue(printed.contains("job: one-hot of 4: 3 categories, "), printed);
        assertTrue(printed.contains("prediction >50K {>50K="), printed);
        assertTrue(Files.exists(folder.resolve("people.safetensors")));
    }

    @Test
    void regression() throws IOException, InterruptedException {
        String printed = run("TabularRegression");
        assertTrue(number(printed, "r2") >= 0.95, printed);
        // 80 m² at 6 each and a balcony for 20, as the example makes its prices up.
        Matcher price = Pattern.compile("price ValuePrediction\\[value=(.*)]").matcher(printed);
        assertTrue(price.find(), printed);
        assertEquals(500, Double.parseDouble(price.group(1)), 30, printed);
    }

    @Test
    void serving() throws IOException, InterruptedException {
        String printed = run("Serving");
        assertTrue(printed.contains("same as alone: 1000 of 1000"), printed);
        assertTrue(printed.contains("batch of 500"), printed);
    }

    @Test
    void customTraining() throws IOException, InterruptedException {
        String printed = run("CustomTraining");
        assertTrue(printed.contains("first: STOP_REQUESTED"), printed);
        // Goes on in the third epoch, which is not begun anew.
        assertTrue(!printed.contains("epoch 2:") && printed.contains("epoch 3:"), printed);
        assertTrue(number(printed, "accuracy") >= 0.99, printed);
    }

    /** The second example of the README; the first is run where networks are. */
    @Test
    void trainsAndServesAsTheReadmeSays() throws IOException, InterruptedException {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(2, blocks.size());
        List<String> imports =
                List.of("import io.github.panagrad.table.Table;", "import io.github.panagrad.table.model.*;");
        for (String line : imports) {
            assertTrue(readme.contains(line), () -> "the README names " + line);
        }
        Path source = Files.writeString(folder.resolve("Example.java"), String.join("\n", imports) + blocks.getLast());
        StringBuilder people = new StringBuilder("age,education,hours,income\n");
        for (int i = 0; i < 120; i++) {
            String row = i % 2 == 0 ? "Masters,4" + i % 10 + ",high" : "School,3" + i % 10 + ",low";
            people.append(20 + i % 60).append(',').append(row).append('\n');
        }
        Files.writeString(folder.resolve("people.csv"), people.toString());
        String printed = run(source.toString());
        // The predicted class comes first, and then the probabilities of all.
        assertTrue(printed.lines().anyMatch(line -> line.startsWith("high {")), printed);
        assertTrue(printed.lines().anyMatch(line -> line.startsWith("[low {") && line.contains("}, high {")), printed);
        Cli.run("inspect", "--model", folder.resolve("income.safetensors")).done();
    }

    /** Markdown splits cells at every bar that is not escaped, even within code, and drops surplus cells silently. */
    @Test
    void everyRowOfATableHasAsManyCellsAsItsHeader() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("..", "README.md"), Path.of("..", "benchmarks", "README.md")));
        try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        int tables = 0;
        for (Path page : pages) {
            boolean isCode = false;
            int header = 0;
            int number = 0;
            for (String line : Files.readAllLines(page)) {
                number++;
                isCode ^= line.startsWith("```");
                if (isCode || !line.startsWith("|")) {
                    header = 0;
                    continue;
                }
                int cells = cells(line);
                if (header == 0) {
                    header = cells;
                    tables++;
                }
                assertEquals(header, cells, page + ", line " + number + ": " + line);
            }
        }
        assertTrue(tables > 20, "found only " + tables + " tables");
    }

    /** Counts the cells of a row that begins and ends with a bar. */
    private static int cells(String row) {
        assertTrue(row.strip().endsWith("|"), row);
        int bars = 0;
        for (int i = 0; i < row.length(); i++) {
            if (row.charAt(i) == '\\') {
                i++;
            } else if (row.charAt(i) == '|') {
                bars++;
            }
        }
        return bars - 1;
    }

    @Test
    void mnist() throws IOException, InterruptedException {
        mnist(RealData.small("mnist"), 12, 0.85);
    }

    @Test
    void mnistOfTheFullSet() throws IOException, InterruptedException {
        mnist(RealData.full("mnist"), 1, 0.95);
    }

    private void mnist(Path data, int epochs, double accuracy) throws IOException, InterruptedException {
        String printed = run("Mnist", data.toAbsolutePath().toString(), String.valueOf(epochs));
        assertTrue(number(printed, "test accuracy") >= accuracy, printed);
    }
}
