package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.TableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the columns of a schema in a file: by name, in any order, where both have names, or where the order of the file's columns
 * means nothing, otherwise by position. Columns
 * that are missing are an error if the table needs them; columns that the schema does not have are left out.
 */
public final class FieldMatcher {
    private final String file;
    private final SourceColumns columns;
    private final Schema schema;
    private final boolean isTargetRequired;

    private FieldMatcher(TableSource source, Schema schema, boolean isTargetRequired) {
        file = source.file().toString();
        columns = source.columns();
        this.schema = schema;
        this.isTargetRequired = isTargetRequired;
    }

    /**
     * Returns which column of the schema each column of the file is.
     *
     * @throws TableException if a column is missing
     */
    public static FieldMap match(TableSource source, Schema schema, boolean isTargetRequired) {
        FieldMatcher matcher = new FieldMatcher(source, schema, isTargetRequired);
        boolean isByName = source.columns().hasNames() && (schema.hasHeader() || !source.hasOrder());
        return new FieldMap(isByName ? matcher.byName() : matcher.byPosition());
    }

    private boolean isRequired(Column column) {
        return switch (column.role()) {
            case FEATURE -> true;
            case TARGET -> isTargetRequired;
            case WEIGHT, SPLIT, IGNORED -> false;
        };
    }

    private int[] byName() {
        List<String> names = columns.names();
        int[] map = new int[names.size()];
        Arrays.fill(map, FieldMap.NONE);
        List<String> lacking = new ArrayList<>();
        Map<String, Integer> fields = HashMap.newHashMap(names.size());
        Set<String> repeated = new HashSet<>();
        for (int f = 0; f < names.size(); f++) {
            if (fields.putIfAbsent(names.get(f), f) != null) {
                repeated.add(names.get(f));
            }
        }
        for (int c = 0; c < schema.columns().size(); c++) {
            Column column = schema.columns().get(c);
            Integer field = fields.get(column.name());
            if (field == null) {
                if (isRequired(column)) {
                    lacking.add(column.name());
                }
            } else if (column.role() != Role.IGNORED && repeated.contains(column.name())) {
                throw new TableException(file + ": columns " + field + " and " + names.lastIndexOf(column.name())
                        + " (counted from 0) are both called " + Quoted.of(column.name())
                        + "; give them different names");
            } else {
                map[field] = c;
            }
        }
        if (!lacking.isEmpty()) {
            throw lacking(lacking);
        }
        return map;
    }

    private TableException lacking(List<String> lacking) {
        Set<String> known = schema.positions().keySet();
        List<String> unused =
                columns.names().stream().filter(name -> !known.contains(name)).toList();
        String first = lacking.getFirst();
        String close = Spelling.closest(first, unused);
        String remedy = close == null
                ? "its columns are " + Quoted.list(columns.names())
                : "if that is its column " + Quoted.of(close) + ", rename it to " + Quoted.of(first);
        return new TableException(file + " lacks the column" + (lacking.size() == 1 ? " " : "s ") + Quoted.list(lacking)
                + hint(lacking) + "; " + remedy);
    }

    private String hint(List<String> lacking) {
        if (!schema.hasHeader()) {
            return " (its columns are found by name, because keys come in any order; those of the schema are numbered,"
                    + " as the data that it is from has no header)";
        }
        return lacking.size() == schema.columns().size() ? " (is its first line a header?)" : "";
    }

    private int[] byPosition() {
        int expected = schema.columns().size();
        int found = columns.names().size();
        List<Set<Integer>> candidates = found >= expected ? List.of() : lackingSets(expected - found);
        if (found != expected && candidates.size() != 1) {
            throw new TableException(file + ": expected " + Nouns.count(expected, "column") + optionalText()
                    + ", found " + found
                    + (candidates.size() > 1 ? "; it is not clear which are missing: give the file all of them" : "")
                    + (schema.hasHeader() ? "; without a header columns are found by position" : ""));
        }
        Set<Integer> lacking = found == expected ? Set.of() : candidates.getFirst();
        return IntStream.range(0, expected).filter(c -> !lacking.contains(c)).toArray();
    }

    private String optionalText() {
        List<String> optional = new ArrayList<>();
        schema.indexOf(Role.TARGET).ifPresent(c -> {
            if (!isTargetRequired) {
                optional.add("target");
            }
        });
        schema.indexOf(Role.WEIGHT).ifPresent(c -> optional.add("weight"));
        schema.indexOf(Role.SPLIT).ifPresent(c -> optional.add("split"));
        return optional.isEmpty() ? "" : " (optional: the " + String.join(" or the ", optional) + ")";
    }

    /** The possible sets of {@code size} missing columns; the target is one of them if it may be missing. */
    private List<Set<Integer>> lackingSets(int size) {
        int target = schema.indexOf(Role.TARGET).orElse(-1);
        int weight = schema.indexOf(Role.WEIGHT).orElse(-1);
        int split = schema.indexOf(Role.SPLIT).orElse(-1);
        boolean mayLackTarget = target >= 0 && !isTargetRequired;
        List<Integer> others =
                IntStream.of(weight, split).filter(c -> c >= 0).boxed().toList();
        List<Set<Integer>> sets = new ArrayList<>();
        int rest = mayLackTarget ? size - 1 : size;
        if (rest == 0) {
            sets.add(Set.of(target));
        } else if (rest == others.size()) {
            List<Integer> all = new ArrayList<>(others);
            if (mayLackTarget) {
                all.add(target);
            }
            sets.add(Set.copyOf(all));
        } else if (rest == 1 && others.size() == 2) {
            for (int other : others) {
                sets.add(mayLackTarget ? Set.of(target, other) : Set.of(other));
            }
        }
        return sets;
    }
}
