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
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }

    /** Returns a system property, if it is set and not empty. */
    Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns a setting of the user and its origin; the system property takes precedence over the environment variable.
     */
    Optional<Setting> setting(String property, String variable) {
        return property(property)
                .map(value -> new Setting(value, "-D" + property))
                .or(() -> variable(variable).map(value -> new Setting(value, variable)));
    }

    /**
     * A setting of the user.
     *
     * @param origin the name of the property or variable, as the user would write it
     */
    record Setting(String value, String origin) {}
}
