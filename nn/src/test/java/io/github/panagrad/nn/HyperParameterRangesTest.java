package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Families.Family;
import io.github.panagrad.tensor.Choice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every number that can be chosen, found by reflection: its bounds, what lies next to them, infinities and NaN. What is outside its
 * range is refused by the constructor and by the text form, with the owner, the number's name, the range and the value.
 */
class HyperParameterRangesTest {
    private static final double HUGE = Double.MAX_VALUE;
    private static final double LEAST = Double.MIN_VALUE;

    /**
     * The smallest and the largest number that is allowed.
     *
     * @param least inclusive
     * @param most inclusive
     */
    private record Range(double least, double most) {}

    private static final Range SHARE = new Range(0, Math.nextDown(1.0));
    private static final Range INNER = new Range(LEAST, Math.nextDown(1.0));
    private static final Range NOT_NEGATIVE = new Range(0, HUGE);
    private static final Range POSITIVE = new Range(LEAST, HUGE);
    private static final Range EPSILON = new Range(1e-30, 1e30);

    /** Below the rate of 0.001 that schedules have here. */
    private static final Range MINIMUM_RATE = new Range(0, 0.001);

    private static final Range COUNT = new Range(1, Integer.MAX_VALUE);
    private static final Range LENGTH = new Range(1, Long.MAX_VALUE);

    private static final Map<String, Range> RANGES = new TreeMap<>();

    private static void put(String owner, Object... namesAndRanges) {
        for (int i = 0; i < namesAndRanges.length; i += 2) {
            RANGES.put(owner + "." + namesAndRanges[i], (Range) namesAndRanges[i + 1]);
        }
    }

    static {
        for (String owner : List.of("momentum", "classical_momentum", "nesterov")) {
            put(owner, "beta", SHARE);
        }
        put("rmsprop", "beta", SHARE, "epsilon", EPSILON);
        put("adagrad", "epsilon", EPSILON);
        for (String owner : List.of("adam", "adamw", "amsgrad", "nadam")) {
            put(owner, "beta1", SHARE, "beta2", SHARE, "epsilon", EPSILON);
        }
        put("adamw", "weight-decay", NOT_NEGATIVE);
        put("nadam", "momentum-decay", NOT_NEGATIVE);
        put("lion", "beta1", SHARE, "beta2", SHARE, "weight-decay", NOT_NEGATIVE);
        put("lbfgs", "history", new Range(1, 1000), "tolerance", NOT_NEGATIVE, "max-evaluations", COUNT);

        for (String owner : List.of(
                "constant",
                "step",
                "exponential",
                "cosine",
                "polynomial",
                "cosine_restarts",
                "one_cycle",
                "coslog",
                "flat_cos",
                "plateau")) {
            put(owner, "initial", POSITIVE);
        }
        put("step", "gamma", new Range(LEAST, 1), "every", LENGTH);
        put("exponential", "rate", NOT_NEGATIVE);
        put("cosine", "min", MINIMUM_RATE, "period", LENGTH);
        put("polynomial", "min", MINIMUM_RATE, "power", POSITIVE, "period", LENGTH);
        put("cosine_restarts", "min", MINIMUM_RATE, "period", LENGTH, "factor", COUNT);
        put("one_cycle", "warmup", SHARE, "period", new Range(2, Long.MAX_VALUE));
        put("one_cycle", "start-divisor", new Range(1, HUGE), "final-divisor", new Range(1, HUGE));
        put("coslog", "waves", new Range(1, 30), "period", LENGTH);
        put("flat_cos", "flat", SHARE, "min", MINIMUM_RATE, "period", LENGTH);
        put("warmup", "length", LENGTH);
        put("plateau", "factor", INNER, "patience", COUNT, "min-delta", NOT_NEGATIVE, "min", MINIMUM_RATE);
        put("blocks", "rows", COUNT, "window", COUNT);

        put("normal", "deviation", POSITIVE);
        put("truncated_normal", "deviation", POSITIVE);
        put("orthogonal", "gain", POSITIVE);

        for (String owner : List.of("l2", "l1", "elastic_net", "weight_decay")) {
            put(owner, "lambda", NOT_NEGATIVE);
        }
        put("elastic_net", "ratio", new Range(0, 1));
        for (String owner : List.of("max_norm", "value", "norm", "global_norm")) {
            put(owner, "limit", POSITIVE);
        }

        put("leaky_relu", "slope", INNER);
        put("elu", "alpha", new Range(LEAST, Float.MAX_VALUE));
        put("prelu", "initial-slope", new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
        put("parametric_selu", "initial-share", new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
        put("parametric_mish", "initial-share", new Range(-Float.MAX_VALUE, Float.MAX_VALUE));

        put("binary_cross_entropy", "label-smoothing", SHARE);
        put("softmax_cross_entropy", "label-smoothing", SHARE);
        put("focal", "gamma", NOT_NEGATIVE, "alpha", INNER);
        put("huber", "delta", POSITIVE);
        put("quantile", "level", INNER);

        put("batch_norm", "epsilon", EPSILON, "keep", SHARE);
        put("layer_norm", "epsilon", EPSILON);

        put("dense", "units", COUNT, "dropout", SHARE, "skip", new Range(0, Integer.MAX_VALUE));
        put("embedding", "column", new Range(0, Integer.MAX_VALUE), "dimension", COUNT);
        put("embedding", "categories", new Range(1, 1 << 24));
        // A layer and the choice that makes one have the name in common.
        put("piecewise_linear", "column", new Range(0, Integer.MAX_VALUE), "dimension", COUNT);
        put("piecewise_linear", "bins", new Range(1, 1024));
        Range floats = new Range(LEAST, Float.MAX_VALUE);
        put("pbld", "column", new Range(0, Integer.MAX_VALUE), "dimension", new Range(2, Integer.MAX_VALUE));
        put("pbld", "frequencies", new Range(1, 1024), "deviation", floats);
        put("plr", "column", new Range(0, Integer.MAX_VALUE), "dimension", COUNT);
        put("plr", "frequencies", new Range(1, 1024), "deviation", floats);
        put("member_scale", "members", new Range(2, MemberScale.MAX_MEMBERS));
    }

    static List<Family<?>> families() {
        return Families.all();
    }

    /** A new number has no range until the table says it; and the table says nothing about what there is not. */
    @Test
    void theTableIsWhole() {
        List<String> all = new ArrayList<>();
        for (Family<?> family : families()) {
            numbers(family).forEach(all::add);
        }
        assertEquals(all.stream().sorted().distinct().toList(), List.copyOf(RANGES.keySet()));
    }

    private static <T> Stream<String> numbers(Family<T> family) {
        return family.usual().stream()
                .flatMap(member -> numbers(member.getClass())
                        .map(component -> family.name(member) + "." + key(component))
                        .distinct())
                .distinct();
    }

    private static Stream<RecordComponent> numbers(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType().isPrimitive() && component.getType() != boolean.class);
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("families")
    void whatIsInRangeIsTakenAndWhatIsNotRefused(Family<?> family) throws ReflectiveOperationException {
        check(family);
    }

    private static <T> void check(Family<T> family) throws ReflectiveOperationException {
        for (T member : family.usual()) {
            for (RecordComponent component : numbers(member.getClass()).toList()) {
                String owner = family.name(member);
                Range range = RANGES.get(owner + "." + key(component));
                assertNotNull(range, () -> "say in the table what is allowed for " + owner + "." + key(component));
                for (Object good : inside(range, component.getType())) {
                    make(member, component, good);
                }
                for (Object bad : outside(range, component.getType())) {
                    refused(family, member, component, bad);
                }
            }
        }
    }

    private static List<Object> inside(Range range, Class<?> type) {
        if (type == double.class) {
            return List.of(range.least, range.most);
        }
        return type == int.class
                ? List.of((int) range.least, (int) range.most)
                : List.of((long) range.least, (long) range.most);
    }

    private static List<Object> outside(Range range, Class<?> type) {
        if (type == double.class) {
            return List.of(
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    -HUGE,
                    Math.nextDown(range.least),
                    Math.nextUp(range.most));
        }
        List<Object> values = new ArrayList<>();
        if (type == int.class) {
            values.addAll(List.of((int) range.least - 1, Integer.MIN_VALUE));
            if (range.most < Integer.MAX_VALUE) {
                values.addAll(List.of((int) range.most + 1, Integer.MAX_VALUE));
            }
        } else {
            values.addAll(List.of((long) range.least - 1, Long.MIN_VALUE));
        }
        return values;
    }

    private static Object make(Object member, RecordComponent changed, Object value)
            throws ReflectiveOperationException {
        RecordComponent[] components = member.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getName().equals(changed.getName())
                    ? value
                    : components[i].getAccessor().invoke(member);
        }
        return member.getClass().getConstructor(types).newInstance(values);
    }

    private static <T> void refused(Family<T> family, T member, RecordComponent component, Object bad) {
        String what = family.name(member) + " with " + key(component) + " " + bad;
        InvocationTargetException e =
                assertThrows(InvocationTargetException.class, () -> make(member, component, bad), what);
        says(assertInstanceOf(IllegalArgumentException.class, e.getCause(), what), family.name(member), component, bad);
        if (member instanceof Choice choice) {
            String text = choice.name() + ":" + key(component) + "=" + bad;
            says(
                    assertThrows(
                            IllegalArgumentException.class, () -> family.parse().apply(text), text),
                    choice.name(),
                    component,
                    bad);
        }
    }

    /** The message names the owner, the number, the range and the value. */
    private static void says(IllegalArgumentException refusal, String owner, RecordComponent component, Object bad) {
        String message = String.valueOf(refusal.getMessage());
        String name = key(component);
        switch (owner) {
            // Which layer it is stands before the message.
            case "dense" -> assertTrue(message.contains(name.replaceFirst("s$", "")), message);
            case "constant" -> assertTrue(message.startsWith("learning rate: initial must be "), message);
            default -> assertTrue(message.startsWith(owner + ": " + name + " must be "), message);
        }
        assertTrue(message.endsWith(", found " + bad), message);
        // The infinite is not finite, nor in a range with two ends.
        assertTrue(
                !bad.equals(Double.POSITIVE_INFINITY)
                        || message.matches(
                                ".*(finite|in [\\[(].*[)\\]]|above .* below|at least .* below|from .* to).*"),
                message);
    }
}
