package io.github.panagrad.cli.training;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.nn.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the same training is run again: as it was typed, and with all options spelled out, whatever later versions have as defaults.
 *
 * @param arguments of the program, as they were given
 * @param config all options with their values
 */
public record Repetition(List<String> arguments, EffectiveConfig config) {
    private static final String FILE = "run.yaml";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    /** Copies the list. */
    public Repetition {
        arguments = List.copyOf(arguments);
    }

    /** Returns the commands, for a shell. */
    String commands(Path folder) {
        return "panagrad " + arguments.stream().map(Repetition::quoted).collect(Collectors.joining(" ")) + "\n\n"
                + "# The same with all defaults spelled out; paths are relative to the folder it ran in.\n"
                + command(folder);
    }

    /** Returns the command that trains with the options beside the report. */
    public static String command(Path folder) {
        return "panagrad train --config " + quoted(folder.resolve(FILE).toString());
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** Writes the options beside the report. */
    public void write(Path folder) throws IOException {
        byte[] text = config.toYaml().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(FILE), channel -> channel.write(ByteBuffer.wrap(text)));
    }
}
