package io.github.panagrad.cli.command;

import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The families that {@code panagrad help} lists: each member with its default hyper-parameters and its formula. */
public final class HelpTopics {
    /**
     * One family.
     *
     * @param name what the user calls it
     * @param option where a member is given
     * @param choices the members
     */
    public record Topic(String name, String option, Choices<? extends Choice> choices) {}

    public static final List<Topic> ALL = List.of(
            new Topic("optimizers", "--optimizer", Optimizer.choices()),
            new Topic("schedules", "--schedule", Schedule.choices()),
            new Topic("losses", "--loss", Loss.choices()),
            new Topic("activations", "--activation", Activation.choices()),
            new Topic("initializers", "--init", Initializer.choices()),
            new Topic("number-embeddings", "--number-embedding", NumberEmbedding.choices()),
            new Topic("normalizations", "--normalization", Normalization.choices()),
            new Topic("regularizers", "--regularizer", Regularizer.choices()),
            new Topic("clipping", "--clip", GradientClipping.choices()));

    private HelpTopics() {}

    static List<String> names() {
        return ALL.stream().map(Topic::name).toList();
    }

    static Optional<Topic> named(String name) {
        return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }

    static void print(Topic topic, PrintStream out) {
        out.println("What " + topic.option()
                + " NAME[:KEY=VALUE,...] takes, with the default values, and what each computes:");
        out.println();
        print(topic.choices(), out);
    }

    private static <T extends Choice> void print(Choices<T> choices, PrintStream out) {
        for (T choice : choices.all()) {
            out.println("  " + choices.format(choice));
            out.println("      " + choice.formula());
        }
    }
}
