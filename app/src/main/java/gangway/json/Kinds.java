package gangway.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the kinds of a type in JSON: the records of an interface, or the constants of an
 * enum. The names are part of a file format, so they are explicit: after a class or a constant is
 * renamed, its name in JSON is still the same.
 *
 * @param <T> the interface or the enum
 */
public final class Kinds<T> {
  private final Class<T> type;
  private final Map<T, String> constants;
  private final Map<Class<?>, String> records;
  private final Map<String, T> constantsByName;
  private final Map<String, Class<?>> recordsByName;

  private Kinds(Builder<T> builder) {
    type = builder.type;
    constants = Map.copyOf(builder.constants);
    records = Map.copyOf(builder.records);
    constantsByName = Map.copyOf(builder.constantsByName);
    recordsByName = Map.copyOf(builder.recordsByName);
  }

  /** Begins a table of names. */
  public static <T> Builder<T> of(Class<T> type) {
    return new Builder<>(type);
  }

  /** Builds a table of names. */
  public static final class Builder<T> {
    private final Class<T> type;
    private final Map<T, String> constants = new LinkedHashMap<>();
    private final Map<Class<?>, String> records = new LinkedHashMap<>();
    private final Map<String, T> constantsByName = new HashMap<>();
    private final Map<String, Class<?>> recordsByName = new HashMap<>();

    private Builder(Class<T> type) {
      this.type = type;
    }

    /**
     * Names a record of the interface.
     *
     * @param former names that older versions wrote for the record; they are only read
     */
    public Builder<T> record(String name, Class<? extends T> record, String... former) {
      unique(records.put(record, name), record);
      unique(recordsByName.put(name, record), name);
      for (String old : former) {
        unique(recordsByName.put(old, record), old);
      }
      return this;
    }

    /** Adds the names of another table, whose type is part of this one. */
    public Builder<T> all(Kinds<? extends T> part) {
      part.records.forEach((record, name) -> unique(records.put(record, name), record));
      part.recordsByName.forEach((name, record) -> unique(recordsByName.put(name, record), name));
      return this;
    }

    /**
     * Names a constant of the enum.
     *
     * @param former names that older versions wrote for the constant; they are only read
     */
    public Builder<T> constant(String name, T constant, String... former) {
      unique(constants.put(constant, name), constant);
      unique(constantsByName.put(name, constant), name);
      for (String old : former) {
        unique(constantsByName.put(old, constant), old);
      }
      return this;
    }

    private static void unique(@Nullable Object before, Object named) {
      if (before != null) {
        throw new IllegalArgumentException("two names or kinds are the same: " + named);
      }
    }

    public Kinds<T> build() {
      return new Kinds<>(this);
    }
  }

  /** The interface or the enum. */
  public Class<T> type() {
    return type;
  }

  /** The records that have a name. */
  public Set<Class<?>> records() {
    return records.keySet();
  }

  /** The name of a record's class, if the table has one. */
  Optional<String> name(Class<?> record) {
    return Optional.ofNullable(records.get(record));
  }

  /** The name of a constant. */
  String name(Enum<?> constant) {
    String name = constants.get(constant);
    if (name == null) {
      throw new IllegalStateException(constant + " of " + type.getName() + " has no name in JSON");
    }
    return name;
  }

  /** The class of a record by its name, present or former. */
  Class<?> record(String name) {
    return known(recordsByName.get(name), name);
  }

  /** A constant by its name, present or former. */
  T constant(String name) {
    return known(constantsByName.get(name), name);
  }

  private <F> F known(@Nullable F found, String name) {
    if (found == null) {
      throw new UnknownName(type, name);
    }
    return found;
  }
}
