/**
 * Models of tables, from raw rows to predictions: {@link io.github.panagrad.table.model.TableModel} trains on a file, on records or
 * on the result of a query, with the defaults of the command line, and predicts rows of any of these.
 *
 * {@snippet :
 * import io.github.panagrad.table.Table;
 * import io.github.panagrad.table.model.*;
 *
 * record Person(int age, String education, int hours) {}
 *
 * void main() throws IOException {
 *     try (TableModel model = TableModel.fit(Table.read(Path.of("people.csv")), TableModelConfig.target("income"))) {
 *         model.save(Path.of("income.safetensors"));
 *         IO.println(model.predict(new Person(52, "Masters", 45)));
 *         IO.println(model.evaluate(Table.read(Path.of("people.csv"))).metrics());
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.table.model;

import org.jspecify.annotations.NullMarked;
