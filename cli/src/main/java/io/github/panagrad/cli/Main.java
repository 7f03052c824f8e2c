package io.github.panagrad.cli;

import io.github.panagrad.cli.command.BenchCommand;
import io.github.panagrad.cli.command.CheckCommand;
import io.github.panagrad.cli.command.CrossValidateCommand;
import io.github.panagrad.cli.command.DoctorCommand;
import io.github.panagrad.cli.command.EvaluateCommand;
import io.github.panagrad.cli.command.ExportCommand;
import io.github.panagrad.cli.command.HelpCommand;
import io.github.panagrad.cli.command.InspectCommand;
import io.github.panagrad.cli.command.PlanCommand;
import io.github.panagrad.cli.command.PredictCommand;
import io.github.panagrad.cli.command.RangeTestCommand;
import io.github.panagrad.cli.command.TrainCommand;
import io.github.panagrad.cli.command.TuneCommand;
import io.github.panagrad.cli.config.ClosestName;
import io.github.panagrad.cli.config.ConfigArguments;
import io.github.panagrad.cli.config.ConfigOrigin;
import io.github.panagrad.cli.config.PresetArguments;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.FileNames;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code panagrad}. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed while running, 2 bad usage or input. */
    public static void main(String[] args) {
        StandardOutput output = new StandardOutput();
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(new Console(output.printer(), err, isWatched()), args);
        IOException lost = output.failure();
        if (lost != null) {
            Messages.print("cannot write the standard output: " + lost.getMessage(), err);
            code = Math.max(code, ExitCode.FAILED);
        }
        System.exit(code);
    }

    /** Returns whether standard error is a terminal that a person watches. */
    private static boolean isWatched() {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        if (!terminal || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        // The JDK only checks the other two streams. Without /proc that must suffice.
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException _) {
            return true;
        }
    }

    /**
     * Runs a command.
     *
     * @return the exit code
     */
    public static int run(Console console, String... args) {
        PanagradCommand top = new PanagradCommand();
        try {
            FileNames.requireReadable(List.of(args));
            return run(top, console, List.of(args));
        } catch (InvalidInputException | OutOfMemoryError | StackOverflowError | LinkageError | AssertionError e) {
            return Failures.report(e, ConfigOrigin.NONE, top.isDebug(), console.err());
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    private static int run(PanagradCommand top, Console console, List<String> args) {
        CommandLine line = commandLine(top, console);
        top.typed(args);
        ConfigArguments all = ConfigArguments.of(line, ConfigArguments.expandArgumentFiles(args));
        top.given(all.arguments());
        ConfigOrigin origin = all.origin();
        line.setParameterExceptionHandler((e, _) -> badUsage(e, origin, console.err()));
        line.setExecutionExceptionHandler((e, _, _) -> Failures.report(e, origin, top.isDebug(), console.err()));
        List<String> complete;
        try {
            complete = PresetArguments.added(line, all.arguments());
        } catch (InvalidInputException e) {
            return Failures.report(e, origin, top.isDebug(), console.err());
        }
        return line.execute(complete.toArray(String[]::new));
    }

    static CommandLine commandLine(PanagradCommand top, Console console) {
        CommandLine line = new CommandLine(top)
                .addSubcommand("train", new TrainCommand(console))
                .addSubcommand("evaluate", new EvaluateCommand(console))
                .addSubcommand("predict", new PredictCommand(console))
                .addSubcommand("tune", new TuneCommand(console))
                .addSubcommand("cross-validate", new CrossValidateCommand(console))
                .addSubcommand("range-test", new RangeTestCommand(console))
                .addSubcommand("plan", new PlanCommand(console))
                .addSubcommand("inspect", new InspectCommand(console))
                .addSubcommand("export", new ExportCommand(console))
                .addSubcommand("check", new CheckCommand(console))
                .addSubcommand("bench", new BenchCommand(console))
                .addSubcommand("doctor", new DoctorCommand(console))
                .addSubcommand("help", new HelpCommand(console));
        line.registerConverter(Path.class, Main::path);
        line.registerConverter(Integer.class, Main::wholeNumber);
        line.registerConverter(int.class, Main::wholeNumber);
        line.registerConverter(Long.class, Main::longNumber);
        line.registerConverter(long.class, Main::longNumber);
        line.registerConverter(Double.class, Main::number);
        line.registerConverter(double.class, Main::number);
        GroupedOptions.install(line);
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(false);
        line.setOut(writer(console.out()));
        line.setErr(writer(console.err()));
        // Argument files were expanded before, so that --config may occur in one.
        line.setExpandAtFiles(false);
        line.setExecutionStrategy(parsed -> {
            if (top.isDebug()) {
                // Read by logback.xml, when the first logger is made.
                System.setProperty("panagrad.log", "DEBUG");
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new TypeConversionException(FileNames.reason(text));
        }
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(Quoted.of(text) + " is not a whole number, at most " + Integer.MAX_VALUE);
        }
    }

    private static Long longNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(Quoted.of(text) + " is not a whole number, at most " + Long.MAX_VALUE);
        }
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(Quoted.of(text) + " is not a number");
        }
    }

    private static int badUsage(ParameterException e, ConfigOrigin origin, PrintStream err) {
        String message = Quoted.sentence(String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" ")));
        String text = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> similar = unmatched.getSuggestions();
            if (!similar.isEmpty()) {
                String wrong = unmatched.getUnmatched().getFirst();
                text += "; did you mean " + ClosestName.of(wrong, similar).orElseGet(() -> String.join(" or ", similar))
                        + "?";
            }
        }
        Messages.print(
                origin.explain(text) + " (see "
                        + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)",
                err);
        return ExitCode.BAD_INPUT;
    }
}
