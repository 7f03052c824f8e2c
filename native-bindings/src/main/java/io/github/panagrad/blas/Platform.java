package io.github.panagrad.blas;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The properties of the machine and the process that the search depends on.
 *
 * @param environment looks up an environment variable
 * @param properties looks up a system property
 */
record Platform(
        OperatingSystem os,
        Architecture architecture,
        CLibrary libc,
        Function<String, @Nullable String> environment,
        Function<String, @Nullable String> properties) {
    /** Returns the platform of this process. */
    static Platform current() {
        OperatingSystem os = OperatingSystem.of(System.getProperty("os.name", ""));
        Architecture architecture = Architecture.of(System.getProperty("os.arch", ""));
        return new Platform(os, architecture, CLibrary.ofThisProcess(os), System::getenv, System::getProperty);
    }

    /** Returns an environment variable, if it is set and not empty. */
    Optional<String> variable(String name) {
        return given(environment, name);
    }

    /** Returns a system property, if it is set and not empty. */
    Optional<String> property(String name) {
        return given(properties, name);
    }

    private static Optional<String> given(Function<String, @Nullable String> source, String name) {
        return Optional.ofNullable(source.apply(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns a setting of the user and its origin; the system property takes precedence over the environment variable.
     */
    Optional<Setting> setting(String property, String variable) {
        return setting(property, properties, variable, environment);
    }

    /** Returns a setting of the user of this process; unlike {@link #current}, needs no native access. */
    static Optional<Setting> settingOfThisProcess(String property, String variable) {
        return setting(property, System::getProperty, variable, System::getenv);
    }

    private static Optional<Setting> setting(
            String property,
            Function<String, @Nullable String> properties,
            String variable,
            Function<String, @Nullable String> environment) {
        return given(properties, property)
                .map(value -> new Setting(value, "-D" + property))
                .or(() -> given(environment, variable).map(value -> new Setting(value, variable)));
    }

    /**
     * A setting of the user.
     *
     * @param origin the name of the property or variable, as the user would write it
     */
    record Setting(String value, String origin) {}
}
