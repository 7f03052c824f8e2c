package io.github.panagrad.cli.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What arguments give, found by walking through them as the parser will, which cannot run before all are known. */
final class ArgumentScan {
    private static final String END = "--";

    private CommandSpec command;
    private boolean asksForHelp;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int commandEnd = -1;

    /** Scans arguments of a program. */
    ArgumentScan(CommandSpec program, List<String> arguments) {
        command = program;
        read(arguments);
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(END)) {
                return;
            }
            CommandLine subcommand = command.subcommands().get(argument);
            if (subcommand != null) {
                command = subcommand.getCommandSpec();
                commandEnd = i + 1;
                continue;
            }
            int separator = argument.indexOf('=');
            OptionSpec option = command.findOption(separator < 0 ? argument : argument.substring(0, separator));
            if (option == null) {
                continue;
            }
            asksForHelp |= option.usageHelp() || option.versionHelp();
            String value = separator < 0 ? null : argument.substring(separator + 1);
            if (value == null && !isFlag(option) && i + 1 < arguments.size()) {
                value = arguments.get(++i);
            }
            counts.merge(option.longestName(), 1, Integer::sum);
            if (value != null) {
                values.put(option.longestName(), value);
            }
        }
    }

    /** Returns whether an option takes no value. */
    static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }

    /** Returns the command. */
    CommandSpec command() {
        return command;
    }

    /** Returns the number of arguments up to the command's name, or -1 if there is no command. */
    int commandEnd() {
        return commandEnd;
    }

    /** Returns whether an option is given, by its longest name. */
    boolean gives(String option) {
        return counts.containsKey(option);
    }

    /** Returns how often an option is given. */
    int count(String option) {
        return counts.getOrDefault(option, 0);
    }

    /** Returns the last value of an option. */
    Optional<String> value(String option) {
        @Nullable String value = values.get(option);
        return Optional.ofNullable(value);
    }

    /** Returns whether help or the version is asked for, so that nothing else matters. */
    boolean asksForHelp() {
        return asksForHelp;
    }
}
