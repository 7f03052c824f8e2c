package io.github.panagrad.tensor;

import io.github.panagrad.error.Quoted;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A family of {@link Choice}s with their usual hyper-parameters, and their form as text: the name, then what differs from
 * the usual, as in {@code adam:beta1=0.8,epsilon=1e-7}. A single number after the colon is the first hyper-parameter, as in
 * {@code leaky_relu:0.02}. Hyper-parameters are called like the record's components, in lower case with hyphens.
 *
 * <p>Threads may share it.
 *
 * @param <T> the family
 */
public final class Choices<T extends Choice> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final String family;
    private final Map<String, T> usual = new LinkedHashMap<>();
    private final Map<String, T> custom = new ConcurrentHashMap<>();

    /**
     * Makes a family.
     *
     * @param family what one of them is called in messages, such as {@code optimizer}
     * @param usual each with its usual hyper-parameters, all records of different names
     */
    public Choices(String family, List<? extends T> usual) {
        this.family = family;
        for (T choice : usual) {
            if (!choice.getClass().isRecord() || this.usual.put(choice.name(), choice) != null) {
                throw new IllegalArgumentException("not a record, or a name used twice: " + choice);
            }
        }
    }

    /**
     * Makes a choice of a program known under its name, in place of an earlier one of that name.
     *
     * @throws IllegalArgumentException if the library has a choice of that name, or the name is not lower case, digits and underscores
     */
    public <C extends T> C register(C choice) {
        String name = choice.name();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a custom " + family
                    + " must begin with a letter from a to z and consist of such letters, digits and _, found "
                    + Quoted.of(name));
        }
        if (usual.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is a " + family + " " + Quoted.of(name) + " in the library: give your own another name");
        }
        custom.put(name, choice);
        return choice;
    }

    /** Returns what one of them is called in messages. */
    public String family() {
        return family;
    }

    /** Returns one of each, with its usual hyper-parameters. */
    public List<T> all() {
        return List.copyOf(usual.values());
    }

    /** Returns the names. */
    public List<String> names() {
        return List.copyOf(usual.keySet());
    }

    /**
     * Reads a choice.
     *
     * @throws IllegalArgumentException if the name or a hyper-parameter is unknown, or a value is no number or outside its
     *     range; the message says what is allowed
     */
    public T parse(String text) {
        return parse(text, Map.of());
    }

    /**
     * Reads a choice that a model names.
     *
     * @param maker what makes a program's own, such as {@code Activation.custom}
     * @throws IllegalArgumentException as of {@link #parse(String)}; where the name is unknown, the message says how it is made known
     */
    public T load(String text, String maker) {
        String name = text.split(":", 2)[0];
        if (!usual.containsKey(name) && !custom.containsKey(name)) {
            throw new IllegalArgumentException("unknown " + family + " " + Quoted.of(name)
                    + ": if it is the program's own, make it with " + maker + " before the model is loaded");
        }
        return parse(text);
    }

    /**
     * Reads a choice.
     *
     * @param defaults values of hyper-parameters that the text leaves out, in place of the usual ones; those that the
     *     choice does not have are not used
     * @throws IllegalArgumentException if the name or a hyper-parameter is unknown, or a value is no number or outside its
     *     range; the message says what is allowed
     */
    public T parse(String text, Map<String, ? extends Number> defaults) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        T prototype = usual.get(name);
        if (prototype == null) {
            prototype = custom.get(name);
        }
        if (prototype == null) {
            throw new IllegalArgumentException(
                    "unknown " + family + " " + Quoted.of(name) + ": expected one of " + String.join(", ", names()));
        }
        if (prototype instanceof Choice.Own && colon < 0) {
            return prototype;
        }
        Map<String, String> given = pairs(prototype, colon < 0 ? "" : text.substring(colon + 1));
        RecordComponent[] components = components(prototype);
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = key(components[i]);
            String value = isSettable(components[i]) ? given.remove(key) : null;
            types[i] = components[i].getType();
            if (value != null) {
                values[i] = read(name, key, value, types[i]);
            } else if (defaults.containsKey(key)) {
                values[i] = read(name, key, String.valueOf(defaults.get(key)), types[i]);
            } else {
                values[i] = get(components[i], prototype);
            }
        }
        if (!given.isEmpty()) {
            List<String> known = settable(components);
            throw new IllegalArgumentException(name + ": unknown " + String.join(", ", given.keySet()) + "; "
                    + (known.isEmpty() ? "it has no hyper-parameters" : "known are " + String.join(", ", known)));
        }
        return make(prototype, types, values);
    }

    /** Returns the text that {@link #parse(String)} turns into an equal choice, with all hyper-parameters. */
    public String format(T choice) {
        List<String> pairs = new ArrayList<>();
        for (RecordComponent component : components(choice)) {
            if (isSettable(component)) {
                pairs.add(key(component) + "=" + get(component, choice));
            }
        }
        return choice.name() + (pairs.isEmpty() ? "" : ":" + String.join(",", pairs));
    }

    private Map<String, String> pairs(T prototype, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return pairs;
        }
        List<String> known = settable(components(prototype));
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (equals < 0 && pairs.isEmpty() && !known.isEmpty()) {
                key = known.getFirst();
            }
            if (key.isEmpty()) {
                throw new IllegalArgumentException(prototype.name() + ": expected key=value, found " + Quoted.of(pair));
            }
            if (pairs.put(key, pair.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(prototype.name() + ": " + key + " is given twice");
            }
        }
        return pairs;
    }

    /** Returns the components of a record; a program's own choice need not be one. */
    private static RecordComponent[] components(Choice choice) {
        return choice.getClass().isRecord() ? choice.getClass().getRecordComponents() : new RecordComponent[0];
    }

    /** Numbers can be set; a truth value is part of what the name says, and other values are not shown here. */
    private static boolean isSettable(RecordComponent component) {
        Class<?> type = component.getType();
        return type.isPrimitive() && type != boolean.class;
    }

    private static List<String> settable(RecordComponent[] components) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : components) {
            if (isSettable(component)) {
                keys.add(key(component));
            }
        }
        return keys;
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object read(String name, String key, String text, Class<?> type) {
        try {
            if (type == double.class) {
                return Double.valueOf(text);
            }
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            String expected = type == double.class ? "a number" : "a whole number";
            throw new IllegalArgumentException(
                    name + ": " + key + ": expected " + expected + ", found " + Quoted.of(text), e);
        }
    }

    private static Object get(RecordComponent component, Choice choice) {
        try {
            return component.getAccessor().invoke(choice);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + choice, e);
        }
    }

    @SuppressWarnings("unchecked") // a record of the prototype's class
    private static <T extends Choice> T make(T prototype, Class<?>[] types, Object[] values) {
        try {
            return (T) prototype.getClass().getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot make " + prototype.name(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + prototype.name(), e);
        }
    }
}
