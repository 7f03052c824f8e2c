package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for how long a training may take. */
@OptionGroup("Training")
public final class TimeLimitOption {
    private static final String NAME = "--time-limit";
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(s|m|h)");
    private static final Map<String, Double> SECONDS = Map.of("s", 1.0, "m", 60.0, "h", 3600.0);

    /** About thirty years. */
    private static final double MOST_SECONDS = 1e9;

    @Option(
            names = NAME,
            paramLabel = "N[s|m|h]",
            description =
                    "How long the command may take, such as 90s, 5m or 1h: training ends early, with the parameters of"
                            + " the best epoch if --early-stopping says so. Default: none, but 5m with --preset best.")
    private @Nullable String limit;

    /** Returns how long the command may take. */
    public Optional<Duration> value() {
        return Optional.ofNullable(limit).map(TimeLimitOption::duration);
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            double seconds = Double.parseDouble(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), Double.NaN);
            if (seconds > 0 && seconds <= MOST_SECONDS) {
                return Duration.ofNanos(Math.round(seconds * 1e9));
            }
        }
        throw new InvalidInputException(
                NAME + ": expected a number of seconds, minutes or hours above 0, such as 90s, 5m" + " or 1h, found "
                        + Quoted.of(text));
    }
}
