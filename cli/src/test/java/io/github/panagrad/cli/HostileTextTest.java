package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.output.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** No text of a file, of its name or of an option becomes more than a short part of a line that is a message. */
class HostileTextTest {
    private static final String COLUMN = '"' + HostileText.TEXT + '"';

    private static final Pattern CHECKSUMS =
            Pattern.compile("checksum is ([0-9a-f]{8}), but it should be ([0-9a-f]{8});");

    @TempDir
    Path folder;

    private Path data;
    private Path model;

    /** A table of a feature, a category, and a target. */
    private static String table(String header, String lastRow) {
        return header + "\n"
                + IntStream.range(0, 40)
                        .mapToObj(r -> r / 8.0 + ",c" + r % 3 + ",k" + r % 2 + "\n")
                        .collect(Collectors.joining())
                + lastRow;
    }

    @BeforeEach
    void train() throws IOException {
        data = Files.writeString(folder.resolve("data.csv"), table("n,c,y", ""));
        model = folder.resolve("m.st");
        Cli.run("train", "--data", data, "--epochs", 1, "--layers", 2, "--out", model)
                .done();
    }

    /** Runs the program, and requires that what it prints is tame. */
    private static Cli requireTame(Object... arguments) {
        Cli run = Cli.run(arguments);
        HostileText.requireTame(run, List.of(arguments).toString());
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--target nope",
                "--target y --weight H",
                "--target y --columns H,c,none",
                "--target H --task regression",
                "--target c",
                "--target H --loss binary_cross_entropy",
                "--target y --validation-column H",
                "--target y --delimiter ;",
                "--target y --categorical H --report r.html",
            })
    void namesOfColumns(String options) throws IOException {
        for (String header : List.of("H,c,y", "n,H,y", "n,c,H", "H,H,y")) {
            List<String> rows = List.of("", "1,c1,H\n", "H,c,k\n", "1,H,k1\n", "1,inf\n", "inf,c1,1\n");
            for (String last : options.isEmpty() ? rows : rows.subList(0, 2)) {
                Files.writeString(data, table(header, last).replace("H", COLUMN));
                List<String> arguments =
                        new ArrayList<>(List.of("train", "--epochs", "1", "--layers", "2", "--data", data.toString()));
                if (!options.isEmpty()) {
                    arguments.addAll(List.of("--preset", "none")); // for speed
                }
                for (String option : options.isEmpty() ? new String[0] : options.split(" ", -1)) {
                    arguments.add(option.replace("H", HostileText.TEXT)
                            .replace("r.html", folder.resolve("r.html").toString()));
                }
                requireTame(arguments.toArray());
                if (options.isEmpty()) {
                    requireTame("evaluate", "--model", model, "--data", data);
                    requireTame("predict", "--model", model, "--data", data, "--out", folder.resolve("p.csv"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "predict", "inspect", "export"})
    void everyTextInAModel(String command) throws IOException {
        for (String header : HostileText.variants(HostileText.header(model))) {
            Path changed = HostileText.withHeader(model, header, folder.resolve("changed.st"));
            List<Object> arguments = new ArrayList<>(List.of(command, "--model", changed));
            if (command.equals("evaluate") || command.equals("predict")) {
                arguments.addAll(List.of("--data", data));
            }
            if (command.equals("predict") || command.equals("export")) {
                arguments.addAll(List.of("--out", folder.resolve("written")));
            }
            requireTame(arguments.toArray());
        }
    }

    @Test
    void aModelWithManySurplusTensors() throws IOException {
        String surplus = IntStream.range(0, 30_000)
                .mapToObj(i -> HostileText.json(HostileText.SHORT + i)
                        + ":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},")
                .collect(Collectors.joining());
        Path many = HostileText.withHeader(
                model, "{" + surplus + HostileText.header(model).substring(1), folder.resolve("many.st"));
        Cli run = requireTame("evaluate", "--model", many, "--data", data);
        assertEquals(2, run.code());
        assertTrue(run.err().matches("(?s).* and 2999\\d more.*"), run.err());
    }

    @Test
    void everyTextInASchema() throws IOException {
        Path schema = folder.resolve("s.json");
        Cli.run("train", "--data", data, "--epochs", 1, "--preset", "none", "--layers", 2, "--write-schema", schema)
                .done();
        String json = Files.readString(schema);
        for (String variant : HostileText.variants(json)) {
            Files.writeString(schema, variant);
            requireTame("train", "--data", data, "--epochs", 1, "--preset", "none", "--layers", 2, "--schema", schema);
        }
        Files.writeString(schema, HostileText.TEXT);
        requireTame("train", "--data", data, "--epochs", 1, "--preset", "none", "--layers", 2, "--schema", schema);
    }

    @Test
    void everyTextInACheckpoint() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        Object[] first = {
            "train", "--data", data, "--epochs", 1, "--preset", "none", "--layers", 2, "--checkpoint", checkpoints
        };
        Object[] next = {
            "train",
            "--data",
            data,
            "--epochs",
            2,
            "--preset",
            "none",
            "--layers",
            2,
            "--checkpoint",
            checkpoints,
            "--resume"
        };
        Cli.run(first).done();
        Path file;
        try (var files = Files.list(checkpoints)) {
            file = files.filter(path -> path.toString().endsWith("safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
        Path original = Files.copy(file, folder.resolve("original"));
        for (String header : HostileText.variants(HostileText.header(original))) {
            HostileText.withHeader(original, header, file);
            Cli refused = requireTame(next);
            // The same with the right checksum.
            Matcher sums = CHECKSUMS.matcher(refused.err());
            if (sums.find()) {
                HostileText.withHeader(original, header.replace(sums.group(2), sums.group(1)), file);
                requireTame(next);
            }
        }
    }

    @Test
    void namesOfFiles() throws IOException {
        Path bad = folder.resolve(HostileText.SHORT + ".csv");
        requireTame("train", "--data", bad, "--epochs", 1);
        Files.writeString(bad, "1,2,0\n3,4\n");
        requireTame("train", "--data", bad, "--epochs", 1);
        requireTame("train", "--config", bad);
        requireTame("train", "--data", data, "--schema", bad);
        requireTame("train", "--data", data, "--out", bad.resolve("m.st"));
        requireTame("train", "--data", data, "--checkpoint", bad);
        requireTame("evaluate", "--model", bad, "--data", data);
        requireTame("inspect", "--model", bad);
        Path good = Files.writeString(bad, Files.readString(data));
        Path out = folder.resolve(HostileText.SHORT + ".st");
        requireTame(
                "train", "--data", good, "--epochs", 1, "--out", out, "--report", folder.resolve(HostileText.SHORT));
        requireTame("evaluate", "--model", out, "--data", good);
        requireTame("predict", "--model", out, "--data", good, "--out", folder.resolve(HostileText.SHORT + ".p"));
        requireTame("inspect", "--model", out);
    }

    @Test
    void valuesOfEveryOption() throws IOException {
        Map<String, CommandLine> commands = Main.commandLine(
                        new PanagradCommand(),
                        new Console(
                                new PrintStream(OutputStream.nullOutputStream()),
                                new PrintStream(OutputStream.nullOutputStream()),
                                false))
                .getSubcommands();
        Path config = folder.resolve("run.yaml");
        int options = 0;
        for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                if (option.usageHelp() || option.versionHelp()) {
                    continue;
                }
                List<Object> arguments = new ArrayList<>(List.of(command.getKey()));
                if (!command.getKey().equals("help")) {
                    arguments.add(option.longestName() + "=" + HostileText.TEXT);
                    options++;
                }
                for (OptionSpec other : command.getValue().getCommandSpec().options()) {
                    Object value = switch (other.longestName()) {
                        case "--data" -> data;
                        case "--model" -> model;
                        case "--epochs" -> 1;
                        case "--out" -> folder.resolve("out");
                        case "--layers" -> command.getKey().equals("plan") ? null : 2;
                        case "--all" -> "false";
                        case "--seconds" -> 0.01;
                        default -> null;
                    };
                    if (value != null && !other.equals(option)) {
                        arguments.add(other.longestName() + "=" + value);
                    }
                }
                requireTame(arguments.toArray());
                if (command.getKey().equals("train")) {
                    String line = option.longestName().substring(2) + ": " + HostileText.json(HostileText.TEXT) + "\n";
                    requireTame("train", "--config", Files.writeString(config, line));
                }
            }
        }
        assertTrue(options > 100, "only " + options + " options were found");
        Files.writeString(config, HostileText.json(HostileText.TEXT) + ": 1\n");
        requireTame("train", "--config", config);
        Files.writeString(config, "epochs: [" + HostileText.json(HostileText.TEXT) + "\n");
        requireTame("train", "--config", config);
        Files.writeString(config, "epochs: &" + "x".repeat(10_000) + " *" + "y".repeat(10_000));
        requireTame("train", "--config", config);
        requireTame(HostileText.TEXT);
        requireTame("train", HostileText.TEXT);
        requireTame("train", "--" + HostileText.TEXT);
        requireTame("help", HostileText.TEXT);
    }
}
