package io.github.panagrad.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A library that takes part. */
enum Contender {
    PANAGRAD("Panagrad"),
    NUMPY("numpy"),
    SCIKIT_LEARN("scikit-learn"),
    PYTORCH("PyTorch"),
    DJL("DJL"),
    DL4J("DL4J"),
    SMILE("Smile");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    /** Returns the name in reports. */
    String label() {
        return label;
    }

    /** Returns the name on the command line. */
    String option() {
        return label.toLowerCase(Locale.ROOT);
    }

    /** Returns all names on the command line. */
    static List<String> options() {
        return Arrays.stream(values()).map(Contender::option).toList();
    }

    /**
     * Returns the library with a name on the command line.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    static Contender ofOption(String option) {
        return Arrays.stream(values())
                .filter(contender -> contender.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown peer '" + option + "': expected some of " + String.join(", ", options())));
    }
}
