package io.github.panagrad.cli.options;

import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.pipeline.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the columns of a table become inputs. */
@OptionGroup("Data")
public final class PreprocessingOptions {
    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            description = "How numbers are transformed: standardize, robust, robust_clip, min_max, quantile_uniform,"
                    + " quantile_normal or none (docs/tables.md). Default: quantile_normal.")
    private @Nullable String scaling;

    @Option(
            names = "--impute",
            paramLabel = "mean|median",
            description = "What replaces missing numbers; an extra input marks them as missing. Default:" + " mean.")
    private @Nullable String impute;

    @Option(
            names = "--one-hot-limit",
            paramLabel = "N",
            description = "Most places of a text column that become one input each; a column with more is embedded."
                    + " At least 0. Default: 64.")
    private @Nullable Integer oneHotLimit;

    @Option(
            names = "--min-count",
            paramLabel = "N",
            description =
                    "A text in fewer training rows than this shares the place of unseen ones. At least 1. Default: 2.")
    private @Nullable Integer minCount;

    @Option(
            names = "--date-parts",
            paramLabel = "auto|none|PART[,PART...]",
            hideParamSyntax = true,
            split = ",",
            description =
                    "What a column of dates becomes besides its seconds since 1970, as a sine and a cosine each: month,"
                            + " yearday, day, weekday, hour, minute. What is the same in all training rows is left out. Default: auto,"
                            + " which is month,weekday,hour.")
    private @Nullable List<String> dateParts;

    @Option(
            names = "--raw-target",
            description = "Train on the values of a regression as they are, not standardised. Default: false.")
    private boolean rawTarget;

    @Option(
            names = "--extrapolate",
            description = "Let predicted values leave the range of the training rows' targets. Default: false.")
    private boolean extrapolate;

    /** Returns the name of the first option that was given, for messages, or null. */
    @Nullable
    String firstGiven() {
        return scaling != null
                ? "--scaling"
                : impute != null
                        ? "--impute"
                        : oneHotLimit != null
                                ? "--one-hot-limit"
                                : minCount != null
                                        ? "--min-count"
                                        : dateParts != null
                                                ? "--date-parts"
                                                : rawTarget ? "--raw-target" : extrapolate ? "--extrapolate" : null;
    }

    /** Returns the requested preprocessing. */
    public PipelineConfig config(Task task) {
        PipelineConfig config = PipelineConfig.defaults()
                .withTask(task)
                .withStandardizedTarget(!rawTarget)
                .withClampedPredictions(!extrapolate);
        if (scaling != null) {
            config = config.withScaling(Values.named("--scaling", scaling, List.of(Scaling.values()), Scaling::label));
        }
        if (impute != null) {
            config = config.withMissing(
                    Values.named("--impute", impute, List.of(MissingNumbers.values()), MissingNumbers::label));
        }
        Integer limit = oneHotLimit;
        if (limit != null) {
            PipelineConfig base = config;
            config = Values.checked("--one-hot-limit " + limit, () -> base.withOneHotLimit(limit));
        }
        Integer count = minCount;
        if (count != null) {
            PipelineConfig base = config;
            config = Values.checked("--min-count " + count, () -> base.withMinCount(count));
        }
        List<String> parts = dateParts;
        if (parts != null) {
            PipelineConfig base = config;
            config = Values.checked("--date-parts " + String.join(",", parts), () -> base.withDateParts(parts(parts)));
        }
        return config;
    }

    private static List<DatePart> parts(List<String> names) {
        return switch (names) {
            case List<String> one when one.equals(List.of("auto")) -> DatePart.DEFAULT;
            case List<String> one when one.equals(List.of("none")) -> List.of();
            default ->
                names.stream()
                        .map(name -> Values.named("--date-parts", name, List.of(DatePart.values()), DatePart::label))
                        .toList();
        };
    }
}
