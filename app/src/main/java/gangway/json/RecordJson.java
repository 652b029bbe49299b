package gangway.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts records to JSON objects and back; the members have the order of the components. A value
 * of a sealed interface has the name of its record as the first member, {@code kind}, so that a
 * text can create only records of that interface.
 *
 * <p>Components can be strings, {@code int}, {@code boolean}, enums, lists, sets, {@code Optional},
 * records, sealed interfaces of records, and the types that are registered as text.
 */
public final class RecordJson {
  private static final String KIND = "kind";

  private final Map<Class<?>, Function<String, ?>> texts;
  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

  /**
   * The members of a record type; determined once, because reflection is slow in a program that has
   * just started.
   *
   * @param kind the name that distinguishes it from the other records of its sealed interface
   */
  private record Shape(Optional<String> kind, List<Method> accessors) {

    static Shape of(Class<?> type) {
      boolean oneOfSeveral = Stream.of(type.getInterfaces()).anyMatch(Class::isSealed);
      List<Method> accessors = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        accessors.add(component.getAccessor());
      }
      return new Shape(
          oneOfSeveral ? Optional.of(type.getSimpleName()) : Optional.empty(), accessors);
    }
  }

  /**
   * @param texts the parsers of the types that are written by {@code toString}
   */
  public RecordJson(Map<Class<?>, Function<String, ?>> texts) {
    this.texts = Map.copyOf(texts);
  }

  public void write(JsonWriter json, Record value) {
    write(json, (Object) value);
  }

  private void write(JsonWriter json, Object value) {
    switch (value) {
      case String text -> json.value(text);
      case Integer number -> json.value(number);
      case Boolean yes -> json.value(yes);
      case Enum<?> constant -> json.value(constant.name());
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
    Shape shape = shapes.computeIfAbsent(value.getClass(), Shape::of);
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
    if (plain == int.class) {
      return json.number();
    }
    if (plain == boolean.class) {
      return json.bool();
    }
    if (plain.isEnum()) {
      return constant(plain, json.string());
    }
    json.object();
    Class<?> kind = plain;
    if (plain.isSealed()) {
      json.member(KIND);
      kind = kind(plain, json.string());
    }
    return object(json, kind);
  }

  private Object object(JsonLine json, Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      json.member(component.getName());
      types.add(component.getType());
      values.add(readAs(json, component.getGenericType()));
    }
    if (json.member().isPresent()) {
      throw new IllegalArgumentException("too many members for " + type.getSimpleName());
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

  private static Object constant(Class<?> type, String name) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(type, name));
  }

  private static Class<?> kind(Class<?> type, String name) {
    return kinds(type)
        .filter(kind -> kind.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(type, name));
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
    return permitted == null ? Stream.of(type) : Stream.of(permitted).flatMap(RecordJson::kinds);
  }

  private static IllegalArgumentException unknown(Class<?> type, String name) {
    return new IllegalArgumentException("no " + type.getSimpleName() + " '" + name + "'");
  }
}
