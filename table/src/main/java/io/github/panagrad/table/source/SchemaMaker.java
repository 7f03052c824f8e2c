package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.NumberForm;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.text.Nouns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives a schema from what a file's columns seem to hold and what a user wants them for. */
public final class SchemaMaker {
    private final String file;
    private final SourceColumns columns;
    private final ColumnChoices choices;
    private final ColumnFinder finder;
    private final @Nullable Role[] roles;

    private SchemaMaker(String file, SourceColumns columns, ColumnChoices choices) {
        this.file = file;
        this.columns = columns;
        this.choices = choices;
        finder = new ColumnFinder(file, columns);
        roles = new @Nullable Role[columns.names().size()];
    }

    /**
     * Returns the schema.
     *
     * @param file its name, for messages
     * @throws TableException if the choices do not fit the columns, or a column that is used is unusable
     */
    public static Schema of(
            String file, SourceColumns columns, ColumnChoices choices, List<String> missing, String strip) {
        return new SchemaMaker(file, columns, choices).make(missing, strip);
    }

    private Schema make(List<String> missing, String strip) {
        requireDifferentNames();
        chooseRoles();
        Map<Integer, ColumnType> types = new HashMap<>();
        choices.types().forEach((key, type) -> types.put(finder.find("type of column", key), type));
        List<Column> made = new ArrayList<>();
        boolean hasFeature = false;
        for (int c = 0; c < roles.length; c++) {
            Role role = roles[c] == null ? Role.FEATURE : roles[c];
            Guess guess = columns.guesses().get(c);
            // Predictions should use the user's own words; a feature's words are never shown.
            ColumnType guessed = role == Role.TARGET && guess.hasOwnWords() ? ColumnType.CATEGORICAL : guess.type();
            ColumnType type = types.getOrDefault(c, guessed);
            if (role != Role.IGNORED && !types.containsKey(c) && guess.problem() != null) {
                throw new TableException(guess.problem());
            }
            if (role == Role.WEIGHT && type != ColumnType.NUMERIC) {
                throw new TableException(file + ": the weight's column "
                        + Quoted.of(columns.names().get(c)) + " must hold numbers, but it is " + type);
            }
            hasFeature |= role == Role.FEATURE;
            if (role == Role.TARGET
                    && !types.containsKey(c)
                    && !guess.form().missing().isEmpty()) {
                throw new TableException(
                        guess.note() + "; but a target must not be missing: correct it, or remove" + " those rows");
            }
            NumberForm form = type == ColumnType.NUMERIC && type == guess.type() ? guess.form() : NumberForm.PLAIN;
            made.add(new Column(columns.names().get(c), type, role, form));
        }
        if (!hasFeature) {
            throw new TableException(file + " has " + Nouns.count(roles.length, "column")
                    + " but no feature remains to learn from; is the delimiter right?");
        }
        return new Schema(made, columns.hasNames(), missing, strip);
    }

    private void requireDifferentNames() {
        Set<String> seen = new HashSet<>();
        for (String name : columns.names()) {
            if (!seen.add(name)) {
                throw new TableException(file + ": columns " + columns.names().indexOf(name) + " and "
                        + columns.names().lastIndexOf(name) + " (counted from 0) are both called "
                        + Quoted.of(name) + "; give them different names");
            }
        }
    }

    private void chooseRoles() {
        for (String key : choices.ignored()) {
            take("ignored column", finder.find("ignored column", key), Role.IGNORED);
        }
        for (String key : choices.features()) {
            take("feature", finder.find("feature", key), Role.FEATURE);
        }
        take("weight", finder.optional("weight", choices.weight()), Role.WEIGHT);
        take("split", finder.optional("split", choices.split()), Role.SPLIT);
        boolean[] isTaken = new boolean[roles.length];
        for (int c = 0; c < roles.length; c++) {
            isTaken[c] = roles[c] != null;
        }
        take("target", finder.target(choices, isTaken), Role.TARGET);
        for (int c = 0; c < roles.length; c++) {
            if (roles[c] == null && !choices.features().isEmpty()) {
                roles[c] = Role.IGNORED;
            }
        }
    }

    private void take(String what, int column, Role role) {
        if (column < 0) {
            return;
        }
        Role before = roles[column];
        if (before != null && before != role) {
            throw new TableException(what + " " + Quoted.of(columns.names().get(column)) + " of " + file
                    + ": the column is named as " + before + " too; name it once");
        }
        roles[column] = role;
    }
}
