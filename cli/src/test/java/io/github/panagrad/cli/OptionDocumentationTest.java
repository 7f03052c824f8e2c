package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** All options of all commands, found by reflection: each says its default and its range, and refuses what is outside. */
class OptionDocumentationTest {
    private static final Pattern RANGE = Pattern.compile(
            "at least|above|below|at most|from [0-9.-]+ to [0-9.-]+|any whole number|any finite number");

    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class);

    /** Text that is read as one number or several. */
    private static final Set<String> NUMBERS_IN_TEXT =
            Set.of("--dropout", "--skip", "--threads", "--layers", "--class-weights", "--checkpoint-every");

    private static final Set<String> MAY_BE_NEGATIVE = Set.of("--seed", "--bias-init");

    private static final Set<String> MAY_BE_ZERO = Set.of(
            "--seed",
            "--bias-init",
            "--noise",
            "--validation",
            "--input-dropout",
            "--dropout",
            "--skip",
            "--l2",
            "--one-hot-limit",
            "--min-delta",
            "--patience-growth");

    /** What a command needs besides the option, so that the option is what is wrong. */
    private static final Map<String, List<String>> NEEDS = Map.of(
            "evaluate", List.of("--model=DIR/no.st"),
            "predict", List.of("--model=DIR/no.st", "--out=DIR/p.csv"),
            "inspect", List.of("--model=DIR/no.st"),
            "export", List.of("--model=DIR/no.st", "--out=DIR/m.onnx"),
            "tune", List.of("--out=DIR/study"));

    /** What an option needs besides, without which it has no effect. */
    private static final Map<String, String> OWNERS = Map.of(
            "--patience", "--early-stopping=validation_loss",
            "--min-delta", "--early-stopping=validation_loss",
            "--patience-growth", "--early-stopping=validation_loss",
            "--checkpoint-every", "--checkpoint=DIR/c",
            "--checkpoint-keep", "--checkpoint=DIR/c");

    @TempDir
    Path folder;

    static Stream<Arguments> options() {
        return ConfigTest.commands()
                .flatMap(command -> ConfigTest.spec(command).options().stream()
                        .map(option -> Arguments.of(command, option.longestName(), option)));
    }

    static Stream<Arguments> numbers() {
        return options().filter(arguments -> arguments.get()[2] instanceof OptionSpec option && isNumber(option));
    }

    private static boolean isNumber(OptionSpec option) {
        return NUMBERS.contains(option.type()) || NUMBERS_IN_TEXT.contains(option.longestName());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void saysItsDefaultAndItsRange(String command, String name, OptionSpec option) {
        String text = String.join(" ", option.description());
        assertTrue(text.contains("Default: ") || (option.required() && text.contains("Required.")), text);
        assertTrue(text.endsWith("."), text);
        assertTrue(
                !isNumber(option)
                        || RANGE.matcher(text.toLowerCase(Locale.ROOT)).find(),
                text);
        assertFalse("Other".equals(GroupedOptions.group(option)), name + " has no heading");
        if (option.getValue() != null && NUMBERS.contains(option.type())) {
            String said = text.replaceAll(".*Default: (\\S+)\\.$", "$1");
            assertEquals(((Number) option.getValue()).doubleValue(), Double.parseDouble(said), text);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numbers")
    void refusesWhatIsOutsideBeforeDataIsRead(String command, String name, OptionSpec option) throws IOException {
        List<String> wrong = new ArrayList<>(List.of("NaN", "1e999", "abc"));
        if (!MAY_BE_NEGATIVE.contains(name)) {
            wrong.add("-1");
        }
        if (!MAY_BE_ZERO.contains(name)) {
            wrong.add("0");
        }
        boolean generated = name.equals("--samples") || name.equals("--noise");
        Path data = Files.writeString(folder.resolve("d.csv"), "this is no table of numbers\n\"\n");
        for (String value : wrong) {
            List<String> args = new ArrayList<>(List.of(command, name + "=" + value));
            NEEDS.getOrDefault(command, List.of()).forEach(need -> args.add(need.replace("DIR", folder.toString())));
            String owner = OWNERS.get(name);
            if (owner != null) {
                args.add(owner.replace("DIR", folder.toString()));
            }
            // A command that has no such option reads no data.
            if (ConfigTest.spec(command).findOption("--data") != null
                    && !(command.equals("plan") && name.equals("--layers"))) {
                args.add("--data=" + (generated ? "spirals" : data));
            }
            Cli result = Cli.run(args.toArray());
            result.failed(2, name);
            String found = value.equals("1e999") && result.err().contains("Infinity") ? "Infinity" : value;
            assertTrue(result.err().contains(found), result.err());
            assertTrue(
                    RANGE.matcher(result.err()).find()
                            || Pattern.compile(
                                            "expected widths|positive|not negative|finite|a (whole )?number|1 to|from 1")
                                    .matcher(result.err())
                                    .find(),
                    result.err());
            assertEquals("", result.out());
        }
    }

    @Test
    void findsWhatThereIs() {
        assertTrue(options().count() > 100);
        assertTrue(numbers().count() > 30);
        assertNotNull(ConfigTest.spec("train").findOption("--epochs"));
    }

    @Test
    void listsOptionsUnderHeadingsInLinesOfAHundredColumns() {
        List<String> commands = new ArrayList<>(List.of(""));
        commands.addAll(ConfigTest.commands().toList());
        for (String command : commands) {
            Cli help = command.isEmpty() ? Cli.run("--help") : Cli.run(command, "--help");
            help.done().out().lines().forEach(line -> assertTrue(line.length() <= 100, command + ": " + line));
        }
        String train = Cli.run("train", "--help").out();
        int at = 0;
        for (String heading : new String[] {"Data:", "Network:", "Training:", "Machine:", "Output:", "General:"}) {
            int next = train.indexOf("\n" + heading + "\n");
            assertTrue(next > at, heading + " in " + train);
            at = next;
        }
        for (OptionSpec option : ConfigTest.spec("train").options()) {
            assertEquals(
                    2, train.split("(?m)^ +(-., )?" + option.longestName() + "[= \n]", -1).length, option::longestName);
        }
    }
}
