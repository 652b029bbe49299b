package gangway.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Converts records to JSON objects and back; the members have the order of the components. A record
 * of an interface that has {@link Kinds} has its name there as the first member, {@code kind}, so
 * that a text can create only records that have a name.
 *
 * <p>Components can be strings, {@code int}, {@code boolean}, lists, sets, {@code Optional},
 * records, enums and interfaces that have {@link Kinds}, and the types that are registered as text.
 * An optional component may be missing in a text, because older versions did not write it.
 */
public final class RecordJson {
  private static final String KIND = "kind";

  private final Map<Class<?>, Function<String, ?>> texts;
  private final Map<Class<?>, Kinds<?>> kinds = new HashMap<>();
  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

  /**
   * The members of a record type; determined once, because reflection is slow in a program that has
   * just started.
   *
   * @param kind the name that distinguishes the record from the others of its interface
   */
  private record Shape(Optional<String> kind, List<Method> accessors) {
    Shape {
      accessors = List.copyOf(accessors);
    }
  }

  /**
   * @param texts the parsers of the types that are written by {@code toString}
   * @param kinds the names of the records of interfaces, and of the constants of enums
   */
  public RecordJson(Map<Class<?>, Function<String, ?>> texts, List<Kinds<?>> kinds) {
    this.texts = Map.copyOf(texts);
    kinds.forEach(one -> this.kinds.put(one.type(), one));
  }

  private Shape shape(Class<?> type) {
    List<Method> accessors = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      accessors.add(component.getAccessor());
    }
    Optional<String> kind =
        kinds.values().stream().flatMap(one -> one.name(type).stream()).findFirst();
    return new Shape(kind, accessors);
  }

  public void write(JsonWriter json, Record value) {
    write(json, (Object) value);
  }

  private void write(JsonWriter json, Object value) {
    switch (value) {
      case String text -> json.value(text);
      case Integer number -> json.value(number);
      case Boolean yes -> json.value(yes);
      case Enum<?> constant -> json.value(kinds(constant.getDeclaringClass()).name(constant));
      case Optional<?> option -> option.ifPresentOrElse(some -> write(json, some), json::nothing);
      case Collection<?> many -> {
        json.beginArray();
        many.forEach(one -> write(json, one));
        json.endArray();
      }
      case Record one when !texts.containsKey(value.getClass()) -> object(json, one);
      default -> json.value(value.toString());
    }
  }

  private void object(JsonWriter json, Record value) {
    Shape shape = shapes.computeIfAbsent(value.getClass(), this::shape);
    json.beginObject();
    shape.kind().ifPresent(kind -> json.member(KIND, kind));
    for (Method accessor : shape.accessors()) {
      json.name(accessor.getName());
      write(json, component(value, accessor));
    }
    json.endObject();
  }

  /**
   * Parses a record, or a value of a sealed interface.
   *
   * @throws IllegalArgumentException if the text does not match
   */
  public <T> T read(JsonLine json, Class<T> type) {
    return type.cast(readAs(json, type));
  }

  private Object readAs(JsonLine json, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return json.nothing() ? Optional.empty() : Optional.of(readAs(json, element));
      }
      List<Object> elements = json.array(() -> readAs(json, element));
      return generic.getRawType() == Set.class ? Set.copyOf(elements) : elements;
    }
    Class<?> plain = (Class<?>) type;
    Function<String, ?> text = texts.get(plain);
    if (text != null) {
      return text.apply(json.string());
    }
    if (plain == String.class) {
      return json.string();
    }
    if (plain == int.class || plain == Integer.class) {
      return json.number();
    }
    if (plain == boolean.class) {
      return json.bool();
    }
    if (plain.isEnum()) {
      return kinds(plain).constant(json.string());
    }
    json.object();
    if (plain.isRecord()) {
      return object(json, plain);
    }
    json.member(KIND);
    return object(json, kinds(plain).record(json.string()));
  }

  private Object object(JsonLine json, Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    Optional<String> member = json.member();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      if (member.equals(Optional.of(component.getName()))) {
        values.add(readAs(json, component.getGenericType()));
        member = json.member();
      } else if (component.getType() == Optional.class) {
        values.add(Optional.empty());
      } else {
        throw new IllegalArgumentException(
            "'%s' is missing in a %s".formatted(component.getName(), type.getSimpleName()));
      }
    }
    if (member.isPresent()) {
      throw new IllegalArgumentException(
          "'%s' is not known in a %s".formatted(member.get(), type.getSimpleName()));
    }
    try {
      Constructor<?> made = type.getDeclaredConstructor(types.toArray(Class[]::new));
      made.setAccessible(true);
      return made.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be created", e);
    }
  }

  private static Object component(Record value, Method accessor) {
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " cannot be called", e);
    }
  }

  private Kinds<?> kinds(Class<?> type) {
    Kinds<?> found = kinds.get(type);
    if (found == null) {
      throw new IllegalStateException(type + " has no names in JSON");
    }
    return found;
  }
}
