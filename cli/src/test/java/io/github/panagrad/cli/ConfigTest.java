package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.config.ConfigArguments;
import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.output.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options from files: the same power as the command line, and a message with file and line where they are wrong. */
class ConfigTest {
    /** Text that YAML would take for something else, were it not in quotes. */
    private static final String AWKWARD = "a: b #c, 'd' \"e\" [f] {g} \\n & * ! | > % @ ` \u00e9 -";

    @TempDir
    Path folder;

    static CommandLine program() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Main.commandLine(new PanagradCommand(), new Console(nowhere, nowhere, false));
    }

    static Stream<String> commands() {
        return program().getSubcommands().keySet().stream();
    }

    static CommandSpec spec(String command) {
        return Objects.requireNonNull(program().getSubcommands().get(command)).getCommandSpec();
    }

    private Path yaml(String... lines) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), String.join("\n", lines) + "\n");
    }

    private byte[] train(String name, Object... more) throws IOException {
        Path model = folder.resolve(name);
        List<Object> args = new ArrayList<>(List.of("train", "--out", model));
        args.addAll(List.of(more));
        Cli.run(args.toArray()).done();
        return Files.readAllBytes(model);
    }

    @Test
    void trainsTheSameModelFromAFileAsFromTheCommandLine() throws IOException {
        byte[] typed = train(
                "a.st",
                "--samples",
                90,
                "--epochs",
                2,
                "--layers",
                "9,5",
                "--reproducible",
                "--learning-rate",
                "1e-2",
                "--regularizer",
                "l2:0.01",
                "--regularizer",
                "max_norm:3",
                "--dropout",
                "0.1,0");
        Path file = yaml(
                "# a comment",
                "samples: 90",
                "epochs: 2",
                "layers: [9, 5]",
                "reproducible: true",
                "learning-rate: 1e-2",
                "regularizer:",
                "  - l2:0.01",
                "  - max_norm:3",
                "dropout: '0.1,0'");
        assertArrayEquals(typed, train("b.st", "--config", file));
        assertArrayEquals(typed, train("c.st", "--config=" + file));
        Path arguments = Files.writeString(folder.resolve("args"), """
                # what is to be done
                --samples 90 --epochs=2 --layers "9,5"
                --reproducible --learning-rate 1e-2 --regularizer l2:0.01 --regularizer max_norm:3 --dropout 0.1,0
                """);
        assertArrayEquals(typed, train("d.st", "@" + arguments));
        Files.writeString(arguments, "--config " + file);
        assertArrayEquals(typed, train("e.st", "@" + arguments));
    }

    @Test
    void letsTheCommandLineWin() throws IOException {
        Path file = yaml("epochs: 3", "samples: 60", "reproducible: true", "regularizer: [l1:0.5, l2:0.5]");
        for (boolean before : new boolean[] {true, false}) {
            List<String> args = new ArrayList<>(List.of("train", "--epochs", "2", "--reproducible=false"));
            args.addAll(List.of("--regularizer", "l2:0.25"));
            args.addAll(before ? 1 : args.size(), List.of("--config", file.toString()));
            Map<String, String> effective = effective(args);
            assertEquals("2", effective.get("epochs"));
            assertEquals("60", effective.get("samples"));
            assertEquals("false", effective.get("reproducible"));
            assertEquals("l2:0.25", effective.get("regularizer"));
        }
    }

    private static Map<String, String> effective(List<String> args) {
        return config(args).asMap();
    }

    private static EffectiveConfig config(List<String> args) {
        CommandLine program = program();
        CommandLine.ParseResult parsed =
                program.parseArgs(ConfigArguments.of(program, args).arguments().toArray(String[]::new));
        return EffectiveConfig.of(parsed.subcommand().commandSpec());
    }

    /** A value of the option's type that is not its default. */
    private static List<String> values(OptionSpec option) {
        if (option.isMultiValue()) {
            return List.of(AWKWARD, "x=1,y=2");
        }
        return switch (option.type().getSimpleName()) {
            case "boolean" -> List.of("true");
            case "int", "Integer", "long", "Long" -> List.of("7");
            case "double", "Double" -> List.of("0.0625");
            case "String" -> List.of(AWKWARD);
            case "Path" -> List.of("some folder/#file: x");
            default -> throw new AssertionError("no value for " + option.longestName() + " of " + option.type());
        };
    }

    @ParameterizedTest
    @MethodSource("commands")
    void writesEveryOptionSoThatItReadsBackTheSame(String command) throws IOException {
        CommandSpec spec = spec(command);
        List<String> everything = new ArrayList<>(List.of(command));
        List<String> required = new ArrayList<>(List.of(command));
        int options = 0;
        for (OptionSpec option : spec.options()) {
            if (option.inherited()) {
                continue;
            }
            options++;
            for (String value : values(option)) {
                everything.add(option.longestName() + "=" + value);
                if (option.required()) {
                    required.add(option.longestName() + "=" + value);
                }
            }
        }
        assertEquals(options, effective(everything).size());
        for (List<String> args : List.of(everything, required)) {
            EffectiveConfig given = config(args);
            Path file = Files.writeString(folder.resolve("run.yaml"), given.toYaml());
            EffectiveConfig read = config(List.of(command, "--config", file.toString()));
            assertEquals(given, read, given::toYaml);
            assertEquals(
                    List.copyOf(given.asMap().keySet()),
                    List.copyOf(read.asMap().keySet()));
        }
        for (OptionSpec option : spec.options()) {
            List<String> one = new ArrayList<>(required);
            if (!option.inherited() && !option.required()) {
                values(option).forEach(value -> one.add(option.longestName() + "=" + value));
                Path file = Files.writeString(
                        folder.resolve("run.yaml"), config(one).toYaml());
                assertEquals(config(one), config(List.of(command, "--config", file.toString())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "~",
                "null",
                "true",
                "no",
                "1e5",
                "0x1F",
                "007",
                "-",
                "a\nb",
                "\t",
                "2026-11-24",
                "=",
                "<<"
            })
    void keepsTextThatYamlWouldReadOtherwise(String text) throws IOException {
        EffectiveConfig config = EffectiveConfig.of(spec("train")).with("weight", text);
        Path file = Files.writeString(folder.resolve("run.yaml"), config.toYaml());
        assertEquals(
                text, effective(List.of("train", "--config", file.toString())).get("weight"), config::toYaml);
    }

    private static Arguments wrong(String text, String... words) {
        return Arguments.of(text, words);
    }

    static Stream<Arguments> wrongs() {
        return Stream.of(
                wrong("epochs: 3\nlerning-rate: 1", "FILE, line 2", "no option 'lerning-rate'", "mean learning-rate?"),
                wrong("--epochs: 3", "FILE, line 1", "'--epochs'; did you mean epochs?"),
                wrong("xyzzy: 3", "FILE, line 1: panagrad train has no option 'xyzzy'", "train --help"),
                wrong("config: other.yaml", "FILE, line 1", "no option 'config'"),
                wrong("help: true", "FILE, line 1", "no option 'help'"),
                wrong("\n\nepochs: abc", "'abc' is not a whole number", "--epochs is from FILE, line 3"),
                wrong("# x\nepochs: 0", "--epochs must be at least 1, found 0", "--epochs is from FILE, line 2"),
                wrong("epochs: 1.5", "'1.5' is not a whole number", "line 1"),
                wrong("layers: [64, x]", "--layers 64,x: expected a whole number, found 'x' (--layers is from FILE"),
                wrong("optimizer: magic", "--optimizer magic", "--optimizer is from FILE, line 1"),
                wrong("regularizer: [l2:0.1, magic]", "'magic'", "--regularizer is from FILE, line 1"),
                wrong("epochs: 3\nepochs: 4", "FILE, line 2: epochs is given twice; line 1 has it too"),
                wrong("epochs:", "FILE, line 1: epochs has no value"),
                wrong("epochs: [1, 2]", "FILE, line 1: epochs: expected one value, found a list of 2"),
                wrong("regularizer: []", "FILE, line 1: regularizer is an empty list"),
                wrong("regularizer: [[l2:0.1]]", "FILE, line 1: regularizer: expected plain values in the list"),
                wrong("epochs: {a: 1}", "FILE, line 1: epochs: expected a value", "not nested"),
                wrong("reproducible: yes", "FILE, line 1: reproducible: expected true or false, found 'yes'"),
                wrong("reproducible: [true]", "FILE, line 1: reproducible: expected true or false, found a list"),
                wrong("- epochs", "FILE, line 1: expected options"),
                wrong("epochs", "FILE, line 1: expected options"),
                wrong("a: b: c", "FILE, line 1: not YAML"),
                wrong("epochs: 3\n\tlayers: 4", "FILE, line 2: not YAML"),
                wrong("a: *b", "FILE, line 1: not YAML"),
                wrong("epochs: 1\n---\nepochs: 2", "FILE, line 2: not YAML"),
                wrong("? [a]\n: 1", "FILE: not YAML"),
                wrong("a: " + "[".repeat(100_000), "FILE"),
                wrong("a: &a [*a, *a]", "FILE, line 1: a: expected plain values"),
                wrong("#".repeat(1 << 20), "FILE is larger than 1048576 bytes"),
                wrong("a: \u0000", "FILE"));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void namesFileAndLineOfWhatIsWrong(String text, String... words) throws IOException {
        Path file = yaml(text);
        Cli result = Cli.run("train", "--config", file);
        result.failed(
                2,
                Stream.of(words)
                        .map(word -> word.replace("FILE", file.toString()))
                        .toArray(String[]::new));
        assertEquals("", result.out());
    }

    @Test
    void saysWhatIsWrongWithTheFileItself() throws IOException {
        Cli.run("train", "--config", folder.resolve("no"))
                .failed(2, "--config " + folder.resolve("no"), "no such file");
        Cli.run("train", "--config", folder).failed(2, "--config " + folder + " is a directory");
        Cli.run("train", "--config").failed(2, "--config");
        Path file = yaml("epochs: 1", "samples: 30");
        Cli.run("train", "--config", file, "--config", file).failed(2, "--config", "only once");
        Path binary = Files.write(folder.resolve("m.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Cli.run("train", "--config", binary).failed(2, "not text in UTF-8");
        Cli.run("train", "@" + folder).failed(2, "argument file", folder.toString());
        Cli.run("train", "@" + folder.resolve("no")).failed(2, "@" + folder.resolve("no"));
    }

    @Test
    void readsTheExampleOfItsDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "cli.md"));
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = yaml(page.substring(begin, page.indexOf("```", begin)));
        Map<String, String> options = effective(List.of("train", "--config", file.toString()));
        assertEquals("512,256", options.get("layers"));
        assertEquals("l2:1e-4, max_norm:3", options.get("regularizer"));
        assertEquals("true", options.get("reproducible"));
        assertEquals("6", options.get("epochs"));
    }

    @Test
    void setsRequiredOptionsToo() throws IOException {
        Path model = folder.resolve("m.st");
        train("m.st", "--samples", 60, "--epochs", 1);
        Cli.run("inspect", "--config", yaml("model: " + model)).done();
        // The messages of other commands do not name what their files have nothing to do with.
        Cli missing = Cli.run("inspect", "--config", yaml("model: " + folder.resolve("no.st")));
        missing.failed(2, "no.st", "no such file");
        assertTrue(Cli.run("train", "--config", folder.resolve("no"), "--help")
                .done()
                .out()
                .contains("--config"));
    }

    @Test
    void leavesTheLibraryAloneWithoutAFile() throws IOException, InterruptedException {
        for (boolean used : new boolean[] {false, true}) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load:stdout",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "train",
                    "--layers",
                    "0"));
            if (used) {
                command.addAll(List.of("--config", yaml("epochs: 1").toString()));
            }
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(2, process.waitFor());
            assertTrue(loaded.contains("picocli.CommandLine "), "the log of classes");
            assertEquals(used, loaded.contains("snakeyaml"), "of " + command);
        }
        assertFalse(commands().toList().isEmpty());
    }
}
