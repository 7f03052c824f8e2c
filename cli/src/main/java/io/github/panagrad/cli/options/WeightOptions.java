package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The weights of samples. */
@OptionGroup("Training")
public final class WeightOptions {
    private static final String BALANCED = "balanced";

    @Option(
            names = "--class-weights",
            paramLabel = "W,W,...|balanced",
            description =
                    "Multiply the loss of each class's training samples: a number of at least 0 for each class, or"
                            + " balanced for n / (K count), so that all classes count the same. Default: all 1.")
    private @Nullable String classWeights;

    /** Requires values that could be weights, before data is read. */
    public void check(Task task, Optional<Loss> loss) {
        String text = classWeights;
        if (text == null) {
            return;
        }
        if (task == Task.REGRESSION || !loss.map(Loss::isClassification).orElse(true)) {
            throw new InvalidInputException(
                    "--class-weights " + Quoted.bare(text) + " only applies to classes; leave it out");
        }
        if (text.equals(BALANCED)) {
            return;
        }
        List<Double> weights = Values.numbers("--class-weights", text);
        for (double weight : weights) {
            Values.notNegative("--class-weights " + Quoted.bare(text), weight);
        }
        if (weights.size() < 2) {
            throw new InvalidInputException("--class-weights " + Quoted.bare(text)
                    + ": expected balanced, or a number for each class, found " + weights.size() + " number");
        }
        if (weights.stream().allMatch(weight -> weight == 0)) {
            throw new InvalidInputException("--class-weights " + Quoted.bare(text) + ": at least one must be above 0");
        }
    }

    /** Returns data whose training samples have the requested weights; metrics on other samples remain unweighted. */
    public LoadedData weighted(LoadedData data) {
        double[] weights = weights(data.training());
        return weights.length == 0
                ? data
                : data.withTraining(Values.checked(
                        "--class-weights " + Quoted.bare(String.valueOf(classWeights)),
                        () -> data.training().withClassWeights(weights)));
    }

    /** Returns the weights as text for a report and a model's facts, or nothing if none were given. */
    public Optional<String> describe(Dataset samples) {
        return classWeights == null
                ? Optional.empty()
                : Optional.of(Arrays.stream(weights(samples))
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",")));
    }

    private double[] weights(Dataset samples) {
        String text = classWeights;
        if (text == null) {
            return new double[0];
        }
        return text.equals(BALANCED)
                ? Values.checked("--class-weights " + Quoted.bare(text), samples::balancedClassWeights)
                : Values.numbers("--class-weights", text).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
    }
}
