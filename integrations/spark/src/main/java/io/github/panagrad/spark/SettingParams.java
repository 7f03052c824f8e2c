package io.github.panagrad.spark;

import io.github.panagrad.table.model.TableModelConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import scala.Function1;

/**
 * Makes parameters that are settings of {@link TableModelConfig#withSetting}, by the same names in camel case. A value is checked when it
 * is set, by the code that trains. For use by one thread.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
abstract class SettingParams<E extends SettingParams<E, M>, M extends Model<M>> extends Estimator<M> {
    private static final long serialVersionUID = 1;
    private static final String UNSET = "; without it the preset's";

    private final String uid;
    private final ArrayList<Param<?>> settings = new ArrayList<>();

    /** Takes a name that no other stage has. */
    SettingParams(String uid) {
        this.uid = uid;
    }

    @Override
    public final String uid() {
        return uid;
    }

    /** Returns this. */
    abstract E self();

    /** Sets a parameter. */
    final <T> E with(Param<T> parameter, T value) {
        set(parameter, value);
        return self();
    }

    final Param<String> text(String name, String doc) {
        return setting(new Param<>(this, name, doc + UNSET, check(name)));
    }

    final StringArrayParam texts(String name, String doc) {
        return setting(new StringArrayParam(this, name, doc + UNSET, check(name)));
    }

    final IntParam integer(String name, String doc) {
        return setting(new IntParam(this, name, doc + UNSET, check(name)));
    }

    final IntArrayParam integers(String name, String doc) {
        return setting(new IntArrayParam(this, name, doc + UNSET, check(name)));
    }

    final DoubleParam number(String name, String doc) {
        return setting(new DoubleParam(this, name, doc + UNSET, check(name)));
    }

    final BooleanParam truth(String name, String doc) {
        return setting(new BooleanParam(this, name, doc + UNSET));
    }

    private <P extends Param<?>> P setting(P parameter) {
        settings.add(parameter);
        return parameter;
    }

    /** What Spark takes for a check, and may send to other processes. */
    @FunctionalInterface
    private interface Check<T> extends Function1<T, Object>, Serializable {}

    private static <T> Check<T> check(String parameter) {
        return value -> {
            String setting = setting(parameter);
            try {
                TableModelConfig.target("label").withSetting(setting, format(setting, value));
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                throw new IllegalArgumentException(
                        message.replace("the setting " + setting + " is ", "the parameter " + parameter + " is "), e);
            }
            return true;
        };
    }

    /** Returns the name of a setting, whose words have hyphens between them. */
    private static String setting(String parameter) {
        return parameter.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String format(String setting, Object value) {
        return switch (value) {
            case int[] numbers when numbers.length == 0 -> "none";
            case int[] numbers ->
                Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(","));
            case String[] texts -> String.join(setting.equals("regularizer") ? " " : ",", texts);
            default -> String.valueOf(value);
        };
    }

    /** Returns the settings that were set, as texts by their names. */
    final Map<String, String> settings() {
        Map<String, String> found = new TreeMap<>();
        for (Param<?> parameter : settings) {
            if (isDefined(parameter)) {
                String setting = setting(parameter.name());
                found.put(setting, format(setting, getOrDefault(parameter)));
            }
        }
        return found;
    }
}
