package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.table.TableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of a class of records, found once. Immutable; threads may share it. */
public final class RecordFields {
    private static final ClassValue<RecordFields> KNOWN = new ClassValue<>() {
        @Override
        protected RecordFields computeValue(Class<?> type) {
            return new RecordFields(type);
        }
    };

    private record Field(
            RecordComponent component,
            Method accessor,
            @Nullable JavaType type) {}

    private final Class<?> owner;
    private final List<Field> fields = new ArrayList<>();

    private RecordFields(Class<?> owner) {
        this.owner = owner;
        for (RecordComponent component : owner.getRecordComponents()) {
            Method accessor = component.getAccessor();
            if (!accessor.trySetAccessible()) {
                throw inaccessible(owner);
            }
            fields.add(new Field(component, accessor, JavaType.of(component.getGenericType())));
        }
    }

    private static TableException inaccessible(Class<?> owner) {
        Module reader = RecordFields.class.getModule();
        return new TableException("the record " + owner.getSimpleName() + " cannot be read: its module "
                + owner.getModule().getName() + " keeps it to itself; open its package there, by opens "
                + owner.getPackageName() + (reader.isNamed() ? " to " + reader.getName() : ""));
    }

    /**
     * Returns the components of a class of records.
     *
     * @throws TableException if the module of the class keeps them to itself
     */
    public static RecordFields of(Class<? extends Record> type) {
        return KNOWN.get(type);
    }

    /**
     * Returns a column for each component.
     *
     * @throws TableException if one has a type that makes no column, or there are none
     */
    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Field field : fields) {
            JavaType type = field.type;
            if (type == null) {
                throw new TableException("the component " + Quoted.of(field.component.getName()) + " of the record "
                        + owner.getSimpleName() + " is of type "
                        + field.component.getGenericType().getTypeName() + ": expected " + JavaType.SUPPORTED
                        + "; make it one, or leave it out of the record");
            }
            columns.add(type.column(field.component.getName()));
        }
        if (columns.isEmpty()) {
            throw new TableException("the record " + owner.getSimpleName()
                    + " has no components: give it one for each column, such as a target and a feature");
        }
        return columns;
    }

    /** Returns the value of a component, as {@link JavaType#plain} says. */
    @Nullable
    Object value(Record row, int field) {
        try {
            return JavaType.plain(fields.get(field).accessor.invoke(row));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the accessor " + describe(field) + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the accessor " + describe(field) + " was accessible before", e);
        }
    }

    private String describe(int field) {
        return fields.get(field).component.getName() + "() of the record " + owner.getSimpleName();
    }

    /** Returns a record's values by the names of its components, as {@link JavaType#plain} says. */
    public Map<String, @Nullable Object> row(Record row) {
        Map<String, @Nullable Object> values = HashMap.newHashMap(fields.size());
        for (int f = 0; f < fields.size(); f++) {
            values.put(fields.get(f).component.getName(), value(row, f));
        }
        return values;
    }
}
