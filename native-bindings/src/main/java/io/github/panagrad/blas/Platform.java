package io.github.panagrad.blas;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the process, as far as the search depends on them.
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
    /** Returns the machine this runs on. */
    static Platform current() {
        OperatingSystem os = OperatingSystem.of(System.getProperty("os.name", ""));
        Architecture architecture = Architecture.of(System.getProperty("os.arch", ""));
        return new Platform(os, architecture, CLibrary.ofThisProcess(os), System::getenv, System::getProperty);
    }

    /** Returns an environment variable that is set, and not to nothing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }

    /** Returns a system property that is set, and not to nothing. */
    Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    }

    /** Returns what the user set, the system property before the environment variable, and where it was set. */
    Optional<Setting> setting(String property, String variable) {
        return property(property)
                .map(value -> new Setting(value, "-D" + property))
                .or(() -> variable(variable).map(value -> new Setting(value, variable)));
    }

    /**
     * Something the user set.
     *
     * @param origin the name it was set by, as the user would write it
     */
    record Setting(String value, String origin) {}
}
