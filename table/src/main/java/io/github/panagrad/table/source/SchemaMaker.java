package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives a schema from what a file's columns seem to hold and what a user wants them for. */
public final class SchemaMaker {
    private final TableSource source;
    private final boolean mayLackTargets;
    private final String file;
    private final SourceColumns columns;
    private final ColumnChoices choices;
    private final ColumnFinder finder;
    private final @Nullable Role[] roles;

    private SchemaMaker(TableSource source, ReadOptions options) {
        this.source = source;
        mayLackTargets = options.missingTarget() == MissingTarget.DROP;
        file = source.file().toString();
        columns = source.columns();
        choices = options.choices();
        finder = new ColumnFinder(file, columns);
        roles = new @Nullable Role[columns.names().size()];
    }

    /**
     * Returns the schema.
     *
     * @param source the file
     * @param options the choices, and whether the target may be missing
     * @param notes takes what was assumed and could have been meant otherwise; written
     * @throws TableException if the choices do not fit the columns, or a column that is asked for is unusable
     */
    public static Schema of(
            TableSource source, ReadOptions options, List<String> missing, String strip, List<String> notes) {
        return new Schema(
                new SchemaMaker(source, options).make(notes),
                source.columns().hasNames(),
                missing,
                strip,
                source.format());
    }

    private List<Column> make(List<String> notes) {
        requireDifferentNames();
        Map<Integer, ColumnType> types = new HashMap<>();
        choices.types().forEach((key, type) -> {
            int c = finder.find("type of column", key);
            ColumnType other = types.put(c, type);
            if (other != null && other != type) {
                throw new TableException(file + ": column "
                        + Quoted.of(columns.names().get(c)) + " is said to be both " + other + " and " + type
                        + "; name it once");
            }
        });
        Map<Integer, DateForm> dates = new HashMap<>();
        choices.dates().forEach((key, form) -> dates.put(finder.find("dates of column", key), form));
        chooseRoles(types.keySet(), notes);
        List<Column> made = new ArrayList<>();
        boolean hasFeature = false;
        for (int c = 0; c < roles.length; c++) {
            Role role = roles[c] == null ? Role.FEATURE : roles[c];
            Guess guess = columns.guesses().get(c);
            // Predictions should use the user's own words; a feature's words are never shown.
            ColumnType guessed = role == Role.TARGET && guess.hasOwnWords() ? ColumnType.CATEGORICAL : guess.type();
            ColumnType type = types.getOrDefault(c, guessed);
            if (role != Role.IGNORED && guess.problem() != null && (guess.isUnusable() || !types.containsKey(c))) {
                throw new TableException(guess.problem());
            }
            if (role == Role.WEIGHT && type != ColumnType.NUMERIC) {
                throw new TableException(file + ": the weight's column "
                        + Quoted.of(columns.names().get(c)) + " must hold numbers, but it is " + type);
            }
            hasFeature |= role == Role.FEATURE;
            if (role == Role.TARGET
                    && !mayLackTargets
                    && !types.containsKey(c)
                    && !guess.form().missing().isEmpty()) {
                throw new TableException(
                        guess.note() + "; but a target must not be missing: correct it, or leave those rows out with"
                                + " --missing-target drop");
            }
            NumberForm form = type == guess.type() ? guess.form() : NumberForm.PLAIN;
            made.add(new Column(
                    columns.names().get(c),
                    type,
                    role,
                    types.containsKey(c) ? form.withMissing(List.of()) : form,
                    type == ColumnType.DATE ? dates.getOrDefault(c, guess.dates()) : null));
        }
        if (!hasFeature) {
            throw new TableException(file + " has " + Nouns.count(roles.length, "column")
                    + " but no feature remains to learn from; " + source.remedyForFewColumns()
                    + (notes.isEmpty() ? "" : " (" + Quoted.sentences(notes) + ")"));
        }
        return made;
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

    private void chooseRoles(Set<Integer> typed, List<String> notes) {
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
            isTaken[c] = roles[c] != null || columns.guesses().get(c).isUnusable();
        }
        take("target", finder.target(choices, isTaken), Role.TARGET);
        for (int c = 0; c < roles.length; c++) {
            if (roles[c] == null && !choices.features().isEmpty()) {
                roles[c] = Role.IGNORED;
            }
            Guess guess = columns.guesses().get(c);
            if (roles[c] == null && guess.isUnusable() && !typed.contains(c)) {
                roles[c] = Role.IGNORED;
                notes.add(Objects.requireNonNull(guess.note()));
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
