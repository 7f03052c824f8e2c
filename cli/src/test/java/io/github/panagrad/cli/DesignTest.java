package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of files in docs/design.md that a new member of a family touches are those that an existing member is in. */
class DesignTest {
    private static final Path ROOT = Path.of("..");

    /** The command line names members in examples of its help; a new one need not be among them. */
    private static final List<String> MODULES =
            List.of("base", "native-bindings", "tensor", "nn", "table", "report", "serve", "integrations/onnx");

    @ParameterizedTest
    @CsvSource({
        "An optimiser, Lion, 5",
        "An activation, Softsign, 7",
        "A loss, Huber, 8",
        "A file format for tables, ParquetSource, 2",
        "A metric, Matthews, 4"
    })
    void listsAreComplete(String member, String example, int most) throws IOException {
        Set<String> listed = listed(member);
        assertEquals(mentioning(example), listed);
        assertTrue(listed.size() <= most, () -> member + " touches " + listed.size() + " files");
    }

    private static Set<String> listed(String member) throws IOException {
        String design = Files.readString(ROOT.resolve("docs/design.md"));
        int from = design.indexOf("**" + member + "**");
        assertTrue(from >= 0, () -> "docs/design.md lists the files of: " + member);
        int list = design.indexOf("\n- ", from);
        String bullets = design.substring(list, design.indexOf("\n\n", list));
        Matcher paths = Pattern.compile("^- `([^`]+)`: ", Pattern.MULTILINE).matcher(bullets);
        return paths.results().map(path -> path.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> mentioning(String word) throws IOException {
        Pattern pattern = Pattern.compile("\\b" + word + "\\b", Pattern.CASE_INSENSITIVE);
        Set<String> files = new TreeSet<>();
        for (String module : MODULES) {
            for (String sources : List.of("src/main/java", "src/kernels/java")) {
                Path folder = ROOT.resolve(module).resolve(sources);
                if (Files.isDirectory(folder)) {
                    addMentioning(pattern, folder, files);
                }
            }
        }
        return files;
    }

    private static void addMentioning(Pattern pattern, Path folder, Set<String> files) throws IOException {
        try (Stream<Path> sources = Files.walk(folder)) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (pattern.matcher(Files.readString(source)).find()) {
                    files.add(ROOT.relativize(source).toString().replace('\\', '/'));
                }
            }
        }
    }
}
