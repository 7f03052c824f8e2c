package io.github.panagrad.spark;

import io.github.panagrad.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A small table that can be learned from, but not perfectly. */
final class People {
    record Person(int age, @Nullable String education, double hours, String income) {}

    private People() {}

    static List<Person> list(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> {
                    boolean isHigh = (i * 7919) % 13 < 6;
                    return new Person(
                            20 + i * 31 % 53,
                            i % 7 == 3 ? null : isHigh == (i % 9 > 1) ? "Masters" : "School",
                            (isHigh ? 38.5 : 33.25) + i % 10,
                            isHigh ? "high" : "low");
                })
                .toList();
    }

    static Table table(int rows) {
        return Table.of(Person.class, list(rows));
    }
}
