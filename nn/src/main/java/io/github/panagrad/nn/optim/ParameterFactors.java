package io.github.panagrad.nn.optim;

import io.github.panagrad.error.Quoted;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Factors of the learning rate and of weight decay for kinds of parameters. A value.
 *
 * <p>A parameter with the factors f and d is multiplied by {@code 1 − α f d λ} and then updated with the learning rate {@code α f}.
 * Penalties in the loss, such as L2, are not affected.
 *
 * <p>With {@code isNtk} the weights of dense layers with n inputs have the further factors {@code f = 1/√n} and {@code d = √n}: with an
 * optimiser such as Adam, whose step does not depend on the size of gradients, the network is then trained as if it computed
 * {@code (1/√n) x V + b} with weights {@code V = √n W} at the rate α, the parametrisation of the neural tangent kernel (Jacot,
 * Gabriel and Hongler, NeurIPS 2018), while it computes {@code x W + b}.
 *
 * @param rates factors of the learning rate, positive; 1 where there is none
 * @param decays factors of weight decay, not negative; where there is none, 1 or 0 as the layer has it
 * @param isNtk whether weights have factors for their number of inputs
 */
public record ParameterFactors(Map<ParameterKind, Double> rates, Map<ParameterKind, Double> decays, boolean isNtk) {
    private static final ParameterFactors NONE = new ParameterFactors(Map.of(), Map.of(), false);

    /** Copies the maps and checks the values. */
    public ParameterFactors {
        rates = copy(rates);
        decays = copy(decays);
        rates.forEach((kind, factor) -> Ranges.positive("rate factor", kind.label(), factor));
        decays.forEach((kind, factor) -> Ranges.notNegative("decay factor", kind.label(), factor));
    }

    private static Map<ParameterKind, Double> copy(Map<ParameterKind, Double> factors) {
        return Collections.unmodifiableMap(
                factors.isEmpty() ? new EnumMap<>(ParameterKind.class) : new EnumMap<>(factors));
    }

    /** Returns no factors. */
    public static ParameterFactors none() {
        return NONE;
    }

    /** Returns this with a factor of the learning rate. */
    public ParameterFactors withRate(ParameterKind kind, double factor) {
        Map<ParameterKind, Double> changed = new EnumMap<>(ParameterKind.class);
        changed.putAll(rates);
        changed.put(kind, factor);
        return new ParameterFactors(changed, decays, isNtk);
    }

    /** Returns this with a factor of weight decay. */
    public ParameterFactors withDecay(ParameterKind kind, double factor) {
        Map<ParameterKind, Double> changed = new EnumMap<>(ParameterKind.class);
        changed.putAll(decays);
        changed.put(kind, factor);
        return new ParameterFactors(rates, changed, isNtk);
    }

    /** Returns this with or without factors for the number of inputs. */
    public ParameterFactors withNtk(boolean value) {
        return new ParameterFactors(rates, decays, value);
    }

    /** Returns whether there are no factors. */
    public boolean isNone() {
        return equals(NONE);
    }

    /**
     * Returns the factor of the learning rate.
     *
     * @param inputs of a weight, the number of inputs that each unit has
     */
    public double rate(ParameterKind kind, int inputs) {
        return rates.getOrDefault(kind, 1.0) * (isScaled(kind) ? 1 / Math.sqrt(inputs) : 1);
    }

    /**
     * Returns the factor of weight decay.
     *
     * @param inputs of a weight, the number of inputs that each unit has
     * @param isDecayed what the layer says
     */
    public double decay(ParameterKind kind, int inputs, boolean isDecayed) {
        return decays.getOrDefault(kind, isDecayed ? 1.0 : 0.0) * (isScaled(kind) ? Math.sqrt(inputs) : 1);
    }

    private boolean isScaled(ParameterKind kind) {
        return isNtk && kind == ParameterKind.WEIGHT;
    }

    /**
     * Reads factors such as {@code bias=0.1,scale=6}.
     *
     * @throws IllegalArgumentException if there is no such kind, or a factor is not a number; the message says what is allowed
     */
    public static Map<ParameterKind, Double> parse(String text) {
        Map<ParameterKind, Double> factors = new EnumMap<>(ParameterKind.class);
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals).strip();
            Optional<ParameterKind> kind = Arrays.stream(ParameterKind.values())
                    .filter(each -> each.label().equals(name))
                    .findFirst();
            if (kind.isEmpty()) {
                throw new IllegalArgumentException("unknown kind of parameter " + Quoted.of(name) + ": expected one of "
                        + Arrays.stream(ParameterKind.values())
                                .map(ParameterKind::label)
                                .collect(Collectors.joining(", ")));
            }
            if (equals < 0) {
                throw new IllegalArgumentException("expected " + name + "=FACTOR, found " + Quoted.of(pair));
            }
            String number = pair.substring(equals + 1).strip();
            try {
                if (factors.put(kind.get(), Double.valueOf(number)) != null) {
                    throw new IllegalArgumentException(name + " is given twice");
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + ": expected a number, found " + Quoted.of(number), e);
            }
        }
        return factors;
    }

    /** Returns the text that {@link #parse} reads. */
    public static String format(Map<ParameterKind, Double> factors) {
        return copy(factors).entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
