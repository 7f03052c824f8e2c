package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Fold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Classes with fewer samples than there are folds: some folds have none of them to evaluate on. */
public final class SmallClasses {
    /** So many classes are named. */
    private static final int NAMED = 5;

    private final Map<Integer, Integer> sizes = new TreeMap<>();
    private final Map<Integer, Integer> firsts = new HashMap<>();
    private final int[] classes;

    /**
     * Counts the samples of each class.
     *
     * @param classes a number for each sample
     */
    public SmallClasses(int[] classes) {
        this.classes = classes;
        for (int i = 0; i < classes.length; i++) {
            sizes.merge(classes[i], 1, Integer::sum);
            firsts.putIfAbsent(classes[i], i);
        }
    }

    /**
     * Returns folds in which each class has a sample to learn from: the only one of a class is in all training parts.
     *
     * @throws InvalidInputException if a fold has nothing else to evaluate on
     */
    List<Fold> trained(List<Fold> folds) {
        if (!sizes.containsValue(1)) {
            return folds;
        }
        List<Fold> trained = folds.stream()
                .map(fold -> fold.trainingOn(i -> sizes.getOrDefault(classes[i], 0) == 1))
                .toList();
        if (trained.stream().anyMatch(fold -> fold.validation().length == 0)) {
            throw new InvalidInputException(
                    "a fold would have nothing to evaluate on but classes of a single sample, which"
                            + " are needed to learn from; ask for fewer --folds");
        }
        return trained;
    }

    /**
     * Says which classes have fewer samples than there are folds, and what follows.
     *
     * @param name gives the name of the class of a sample
     * @param ofSingle what becomes of the single sample of a class, as the end of a sentence
     */
    public void say(int folds, IntFunction<String> name, String ofSingle, Consumer<String> notice) {
        List<String> few = new ArrayList<>();
        List<String> single = new ArrayList<>();
        sizes.forEach((label, size) -> {
            String text = Quoted.of(name.apply(firsts.getOrDefault(label, 0)));
            if (size == 1) {
                single.add(text);
            } else if (size < folds) {
                few.add(text + " (" + size + ")");
            }
        });
        if (!few.isEmpty()) {
            notice.accept(named(few) + (few.size() == 1 ? " has" : " have") + " fewer samples than the " + folds
                    + " folds, so some folds have none to evaluate on; --folds asks for fewer");
        }
        if (!single.isEmpty()) {
            notice.accept(named(single) + (single.size() == 1 ? " has" : " have") + " a single sample, " + ofSingle);
        }
    }

    private static String named(List<String> names) {
        return (names.size() == 1 ? "class " : names.size() + " classes: ")
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? ", ..." : "");
    }
}
