package io.github.panagrad.table;

import java.util.ServiceLoader;

/** Finds what opens tables. */
final class Openers {
    private static final Table.Opener FIRST = ServiceLoader.load(Table.Opener.class, Openers.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                    () -> new IllegalStateException(
                            "nothing opens tables: META-INF/services of panagrad-table was left out when its jar was merged with others"));

    private Openers() {}

    /** Returns it. */
    static Table.Opener first() {
        return FIRST;
    }
}
