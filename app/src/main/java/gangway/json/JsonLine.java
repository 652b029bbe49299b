package gangway.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A line of JSON, read from its start as far as it is asked for. Everything throws {@link
 * IllegalArgumentException} where something else stands there.
 */
public final class JsonLine {
  private final JsonReader json;

  /**
   * A line in UTF-8.
   *
   * @throws IllegalArgumentException if it is not
   */
  public JsonLine(byte[] line) {
    this(text(line));
  }

  public JsonLine(String line) {
    json = new JsonReader(new StringReader(line));
    json.setStrictness(Strictness.STRICT);
  }

  /** Steps into an object. */
  public void object() {
    try {
      json.beginObject();
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /** Steps to the next member's value; nothing, and out of the object, behind the last one. */
  public Optional<String> member() {
    try {
      if (json.peek() == JsonToken.END_OBJECT) {
        json.endObject();
        mustGoOn();
        return Optional.empty();
      }
      return Optional.of(json.nextName());
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /**
   * The names of the members that are left of the object one is in. The value of each is to be read
   * before the next one is asked for.
   */
  public Iterable<String> members() {
    return Members::new;
  }

  private final class Members implements Iterator<String> {
    private Optional<String> ahead = Optional.empty();
    private boolean looked;

    @Override
    public boolean hasNext() {
      if (!looked) {
        ahead = member();
        looked = true;
      }
      return ahead.isPresent();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      looked = false;
      return ahead.orElseThrow();
    }
  }

  /** Steps to the value of a member that must be next. */
  public void member(String wanted) {
    if (!member().equals(Optional.of(wanted))) {
      throw new IllegalArgumentException("'" + wanted + "' is missing in a line");
    }
  }

  public boolean isString() {
    return next() == JsonToken.STRING;
  }

  public boolean isObject() {
    return next() == JsonToken.BEGIN_OBJECT;
  }

  public boolean isArray() {
    return next() == JsonToken.BEGIN_ARRAY;
  }

  public String string() {
    return scalar(JsonToken.STRING);
  }

  /** An object, of which one member alone is of interest: its string; empty if it has none. */
  public String stringOf(String wanted) {
    String found = "";
    object();
    for (String name : members()) {
      if (name.equals(wanted)) {
        found = string();
      } else {
        skip();
      }
    }
    return found;
  }

  /** The text of a string, a number or a boolean; whatever else stands there is stepped over. */
  public Optional<String> plain() {
    return switch (next()) {
      case STRING -> Optional.of(string());
      case NUMBER -> Optional.of(scalar(JsonToken.NUMBER));
      case BOOLEAN -> Optional.of(Boolean.toString(bool()));
      default -> {
        skip();
        yield Optional.empty();
      }
    };
  }

  public int number() {
    return Integer.parseInt(scalar(JsonToken.NUMBER));
  }

  public boolean bool() {
    try {
      return json.nextBoolean();
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /** An array of strings. */
  public List<String> strings() {
    return array(this::string);
  }

  /** An array, each element of which is read by {@code element}. */
  public <T> List<T> array(Supplier<T> element) {
    try {
      json.beginArray();
      List<T> elements = new ArrayList<>();
      while (json.peek() != JsonToken.END_ARRAY) {
        elements.add(element.get());
      }
      json.endArray();
      mustGoOn();
      return List.copyOf(elements);
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /** Whether {@code null} stands there; then it is stepped over. */
  public boolean nothing() {
    boolean nothing = next() == JsonToken.NULL;
    if (nothing) {
      skip();
    }
    return nothing;
  }

  /** Steps over a value of whatever kind. */
  public void skip() {
    try {
      switch (json.peek()) {
        // the reader itself would step over these, too
        case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
            throw new IllegalStateException("a value is missing at " + json.getPath());
        default -> json.skipValue();
      }
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /** What stands behind an object or an array must be JSON, or nothing. */
  private void mustGoOn() throws IOException {
    JsonToken _ = json.peek();
  }

  private String scalar(JsonToken wanted) {
    try {
      JsonToken next = json.peek();
      if (next != wanted) {
        throw new IllegalStateException(
            "%s expected at %s, not %s".formatted(wanted, json.getPath(), next));
      }
      return json.nextString();
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  private JsonToken next() {
    try {
      return json.peek();
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  private static String text(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    // what stands for bytes that are none, unless it was written so
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      } catch (CharacterCodingException e) {
        throw malformed(e);
      }
    }
    return text;
  }

  /** With the first line of what is said of it: the next ones tell programmers where to read on. */
  private static IllegalArgumentException malformed(Exception e) {
    String says = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IllegalArgumentException(says, e);
  }
}
