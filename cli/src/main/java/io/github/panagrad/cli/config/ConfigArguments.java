package io.github.panagrad.cli.config;

import io.github.panagrad.cli.output.FileNames;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.InitializationException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Inserts the options of a configuration file where the user could have typed them, after the name of the command. Options
 * on the command line win: those of the file are then left out.
 *
 * @param arguments the arguments to parse
 * @param origin which of them came from a file
 */
public record ConfigArguments(List<String> arguments, ConfigOrigin origin) {
    private static final String PREFIX = "--";

    /** The option that names the file. */
    public static final String CONFIG = "--config";

    private static final Set<String> LITERALS = Set.of("true", "false");

    /** Copies the list. */
    public ConfigArguments {
        arguments = List.copyOf(arguments);
    }

    /**
     * Replaces {@code @file} by the arguments in that file, as picocli reads them: separated by white space, in quotes
     * where a value contains some, comments after {@code #}. An argument that names no file is unchanged, and {@code @@} means
     * a plain {@code @}.
     *
     * @throws InvalidInputException if there is such a file, and it cannot be read
     */
    public static List<String> expandArgumentFiles(List<String> arguments) {
        if (arguments.stream().noneMatch(argument -> argument.startsWith("@"))) {
            return arguments;
        }
        CommandSpec anything = CommandSpec.create();
        anything.parser().unmatchedArgumentsAllowed(true);
        try {
            return new CommandLine(anything)
                    .parseArgs(arguments.toArray(String[]::new))
                    .expandedArgs();
        } catch (InitializationException e) {
            throw new InvalidInputException(
                    "an argument file cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Adds the options of the file that {@code --config} names, if it was given.
     *
     * @param program the command line that will parse the result
     * @throws InvalidInputException if the file is faulty, or has an option that the command does not know
     */
    public static ConfigArguments of(CommandLine program, List<String> arguments) {
        ArgumentScan scan = new ArgumentScan(program.getCommandSpec(), arguments);
        String file = scan.value(CONFIG).orElse(null);
        // Given twice, or without a value, or with a wrong command: the parser reports it.
        if (file == null || scan.count(CONFIG) > 1 || scan.commandEnd() < 0 || scan.asksForHelp()) {
            return new ConfigArguments(arguments, ConfigOrigin.NONE);
        }
        ConfigFile config = ConfigFile.read(FileNames.path(CONFIG, file));
        List<String> all = new ArrayList<>(arguments.subList(0, scan.commandEnd()));
        Map<String, Integer> lines = new HashMap<>();
        for (ConfigFile.Entry entry : config.entries()) {
            String place = YamlFile.place(config.path(), entry.line());
            OptionSpec option = option(scan.command(), place, entry.key());
            List<String> values = values(option, place, entry);
            if (!scan.gives(option.longestName())) {
                lines.put(option.longestName(), entry.line());
                values.forEach(value -> all.add(option.longestName() + "=" + value));
            }
        }
        all.addAll(arguments.subList(scan.commandEnd(), arguments.size()));
        return new ConfigArguments(all, new ConfigOrigin(config.path(), lines));
    }

    /** Returns whether an option may be set in a file. */
    static boolean isConfigurable(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals(CONFIG);
    }

    private static OptionSpec option(CommandSpec command, String place, String key) {
        OptionSpec option = command.findOption(PREFIX + key);
        if (option != null && isConfigurable(option)) {
            return option;
        }
        List<String> known = command.options().stream()
                .filter(ConfigArguments::isConfigurable)
                .map(other -> other.longestName().substring(PREFIX.length()))
                .toList();
        String bare = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        throw new InvalidInputException(place + ": " + command.qualifiedName() + " has no option " + Quoted.of(key)
                + ClosestName.of(bare, known)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse(" to be set in a file (see " + command.qualifiedName() + " --help)"));
    }

    private static List<String> values(OptionSpec option, String place, ConfigFile.Entry entry) {
        String value = entry.values().getFirst();
        if (ArgumentScan.isFlag(option)) {
            if (entry.isList() || !LITERALS.contains(value.toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException(place + ": " + Quoted.bare(entry.key())
                        + ": expected true or false, found " + (entry.isList() ? "a list" : Quoted.of(value)));
            }
            return List.of(value.toLowerCase(Locale.ROOT));
        }
        if (!entry.isList() || option.isMultiValue()) {
            return entry.values();
        }
        // A person would write --layers 512,256 as a list in YAML.
        if (option.paramLabel().contains(",")) {
            return List.of(String.join(",", entry.values()));
        }
        throw new InvalidInputException(place + ": " + Quoted.bare(entry.key())
                + ": expected one value, found a list of " + entry.values().size());
    }
}
