package io.github.panagrad.cli.config;

import io.github.panagrad.cli.options.DataOptions;
import io.github.panagrad.cli.options.Preset;
import io.github.panagrad.error.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Adds the options of a {@link Preset} to the arguments of a command that trains on a table: those that were not given, and that
 * no given option rules out.
 */
public final class PresetArguments {
    private static final String PREFIX = "--";
    private static final String PRESET = "--preset";
    private static final String OPTIMIZER = "--optimizer";
    private static final String LAYERS = "--layers";
    private static final String STOPPING = "--early-stopping";
    private static final String VALIDATION = "--validation";
    private static final List<String> HELD_BACK = List.of(VALIDATION, "--validation-column", "--validation-data");
    private static final String FOLDS = "--folds";
    static final String TRAIN = "train";

    /** Those that hold each fold back with {@code --folds}, and a share without it. */
    private static final Set<String> FOLDING = Set.of(TRAIN, "tune");

    /** Tuned together with the optimiser. */
    private static final List<String> WITH_OPTIMIZER = List.of("learning-rate", "clip");

    /** The many epochs are only sensible if training stops early. */
    private static final List<String> WITH_STOPPING =
            List.of("early-stopping", "patience", "patience-growth", "epochs");

    private PresetArguments() {}

    /**
     * Adds them.
     *
     * @param program the command line that will parse the result
     * @throws InvalidInputException if there is no such preset, or it does not apply
     */
    public static List<String> added(CommandLine program, List<String> arguments) {
        ArgumentScan scan = new ArgumentScan(program.getCommandSpec(), arguments);
        if (scan.commandEnd() < 0 || scan.asksForHelp() || scan.command().findOption(PRESET) == null) {
            return arguments;
        }
        Preset preset = preset(scan);
        List<String> all = new ArrayList<>(arguments.subList(0, scan.commandEnd()));
        if (!scan.gives(PRESET)) {
            all.add(PRESET + "=" + preset.label());
        }
        boolean isFolded = isFolded(scan, preset);
        all.addAll(missing(scan, preset.options(), isFolded));
        if (isFolded && holdsNothing(scan)) {
            all.add(VALIDATION + "=0");
        }
        all.addAll(arguments.subList(scan.commandEnd(), arguments.size()));
        return all;
    }

    /**
     * Returns the arguments of {@code train} with the options of a recipe, where none are given.
     *
     * @param program the whole command line
     * @param given arguments of the program, without those of a preset
     */
    public static List<String> ofRecipe(CommandSpec program, List<String> given, Map<String, String> recipe) {
        ArgumentScan scan = new ArgumentScan(program, given);
        List<String> all = missing(scan, recipe, true);
        if (holdsNothing(scan)) {
            all.add(VALIDATION + "=0");
        }
        all.addAll(given.subList(scan.commandEnd(), given.size()));
        return all;
    }

    /** Returns those of some options that the command has, that are not given, and that make sense with what is. */
    private static List<String> missing(ArgumentScan scan, Map<String, String> options, boolean isFolded) {
        Set<String> without = without(scan, isFolded);
        List<String> missing = new ArrayList<>();
        options.forEach((name, value) -> {
            String option = PREFIX + name;
            if (scan.command().findOption(option) != null && !scan.gives(option) && !without.contains(name)) {
                missing.add(option + "=" + value);
            }
        });
        return missing;
    }

    private static boolean holdsNothing(ArgumentScan scan) {
        return HELD_BACK.stream().noneMatch(scan::gives);
    }

    /** Returns whether the command holds each fold back in its turn, and nothing else. */
    private static boolean isFolded(ArgumentScan scan, Preset preset) {
        return FOLDING.contains(scan.command().name())
                && (scan.gives(FOLDS) || preset.options().containsKey("folds"));
    }

    /** Returns the preset that was asked for, or the default: a preset for tables where one can apply. */
    private static Preset preset(ArgumentScan scan) {
        boolean isTable = scan.value("--data").filter(DataOptions::isTable).isPresent();
        boolean isOther = scan.value(OPTIMIZER)
                        .filter(name -> name.startsWith("lbfgs"))
                        .isPresent()
                || scan.value(LAYERS).filter(layers -> layers.equals("none")).isPresent();
        Preset asked = scan.value(PRESET).map(Preset::named).orElse(null);
        if (asked == null) {
            return isTable && !isOther && !scan.gives(PRESET) ? Preset.STANDARD : Preset.NONE;
        }
        if (asked != Preset.NONE && !isTable) {
            throw new InvalidInputException(PRESET + " " + asked.label() + " only applies to tables; leave it out");
        }
        if (asked != Preset.NONE && isOther) {
            throw new InvalidInputException(PRESET + " " + asked.label()
                    + " does not go with --optimizer lbfgs or --layers none; leave it out");
        }
        if (asked == Preset.BEST && !scan.command().name().equals(TRAIN)) {
            throw new InvalidInputException(
                    PRESET + " " + asked.label() + " only applies to train; leave it out, or" + " choose standard");
        }
        return asked;
    }

    /** Returns the names of options that make no sense with what was given. */
    private static Set<String> without(ArgumentScan scan, boolean isFolded) {
        Set<String> without = new HashSet<>();
        if (scan.gives(OPTIMIZER)) {
            without.addAll(WITH_OPTIMIZER);
        }
        if (scan.gives("--schedule")) {
            without.add("learning-rate");
        }
        if (scan.gives("--patience")) {
            without.add("patience-growth");
        }
        boolean holdsNothingBack = !isFolded
                && scan.value(VALIDATION).filter(PresetArguments::isZero).isPresent();
        boolean neverStops =
                scan.value(STOPPING).filter(figure -> figure.equals("none")).isPresent();
        if ((holdsNothingBack && !scan.gives(STOPPING)) || neverStops) {
            without.addAll(WITH_STOPPING);
        }
        if (isFolded || holdsNothingBack) {
            without.add("temperature");
        }
        if (isFolded
                || HELD_BACK.stream().anyMatch(scan::gives)
                || scan.command().name().equals("cross-validate")) {
            without.add("validation");
        }
        if (scan.command().name().equals("range-test")) {
            without.addAll(List.of("learning-rate", "schedule", "epochs"));
        }
        return without;
    }

    private static boolean isZero(String number) {
        try {
            return Double.parseDouble(number) == 0;
        } catch (NumberFormatException _) {
            // The parser says so.
            return false;
        }
    }
}
