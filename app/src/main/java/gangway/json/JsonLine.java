package gangway.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of JSON, read from its start as far as it is asked for. Everything throws {@link
 * IllegalArgumentException} where something else stands there.
 *
 * <p>Who reads thousands closes them: what one was read into, the next one is read into then.
 */
public final class JsonLine implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;

  public JsonLine(byte[] line) {
    json = JSON.createParser(ObjectReadContext.empty(), line);
    next();
  }

  @Override
  public void close() {
    json.close();
  }

  /** Steps into an object. */
  public void object() {
    expect(JsonToken.START_OBJECT);
    next();
  }

  /** Steps to the next member's value; nothing, and out of the object, behind the last one. */
  public Optional<String> member() {
    if (json.currentToken() == JsonToken.END_OBJECT) {
      next();
      return Optional.empty();
    }
    expect(JsonToken.PROPERTY_NAME);
    String name = json.currentName();
    next();
    return Optional.of(name);
  }

  /** Steps to the value of a member that must be next. */
  public void member(String wanted) {
    if (!member().equals(Optional.of(wanted))) {
      throw new IllegalArgumentException("'" + wanted + "' is missing in a line");
    }
  }

  public boolean isString() {
    return json.currentToken() == JsonToken.VALUE_STRING;
  }

  public String string() {
    expect(JsonToken.VALUE_STRING);
    try {
      String string = json.getString();
      json.nextToken();
      return string;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public int number() {
    expect(JsonToken.VALUE_NUMBER_INT);
    try {
      int number = json.getIntValue();
      json.nextToken();
      return number;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  public boolean bool() {
    boolean yes = json.currentToken() == JsonToken.VALUE_TRUE;
    if (!yes) {
      expect(JsonToken.VALUE_FALSE);
    }
    next();
    return yes;
  }

  /** An array of strings. */
  public List<String> strings() {
    return array(this::string);
  }

  /** An array, each element of which is read by {@code element}. */
  public <T> List<T> array(Supplier<T> element) {
    expect(JsonToken.START_ARRAY);
    next();
    List<T> elements = new ArrayList<>();
    while (json.currentToken() != JsonToken.END_ARRAY) {
      elements.add(element.get());
    }
    next();
    return List.copyOf(elements);
  }

  /** Whether {@code null} stands there; then it is stepped over. */
  public boolean nothing() {
    boolean nothing = json.currentToken() == JsonToken.VALUE_NULL;
    if (nothing) {
      next();
    }
    return nothing;
  }

  /** Steps over a value of whatever kind. */
  public void skip() {
    try {
      json.skipChildren();
      json.nextToken();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private void expect(JsonToken wanted) {
    if (json.currentToken() != wanted) {
      throw new IllegalArgumentException(
          "%s expected at character %d"
              .formatted(wanted, json.currentTokenLocation().getByteOffset()));
    }
  }

  /** Steps on; at the end there is no token. */
  private void next() {
    try {
      json.nextToken();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static IllegalArgumentException malformed(JacksonException e) {
    return new IllegalArgumentException(e.getOriginalMessage(), e);
  }
}
