/**
 * Tables of mixed columns: what the columns are, how files are read, and where rows are kept.
 *
 * {@snippet :
 * import io.github.panagrad.schema.Column;
 * import io.github.panagrad.table.*;
 *
 * record Person(int age, Optional<String> education, double hours) {}
 *
 * void main() {
 *     try (Table table = Table.of(Person.class, List.of(new Person(52, Optional.of("Masters"), 45)))) {
 *         for (Column column : table.schema().columns()) {
 *             IO.println(column.name() + ": " + column.type());
 *         }
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.table;

import org.jspecify.annotations.NullMarked;
