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
 * A line of JSON that is parsed on demand, from its start. Every method throws {@link
 * IllegalArgumentException} if the text does not match.
 */
public final class JsonLine {
  private final JsonReader json;

  /**
   * Parses a line in UTF-8.
   *
   * @throws IllegalArgumentException if it is not UTF-8
   */
  public JsonLine(byte[] line) {
    this(text(line));
  }

  public JsonLine(String line) {
    json = new JsonReader(new StringReader(line));
    json.setStrictness(Strictness.STRICT);
  }

  /** Enters an object. */
  public void object() {
    try {
      json.beginObject();
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /**
   * Goes to the next member's value; after the last member, leaves the object and returns empty.
   */
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
   * The names of the remaining members of the current object. Read the value of each before the
   * next name.
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

  /** Goes to the value of a member, which must be the next one. */
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

  /** Reads an object and returns the string of one member; empty if the object does not have it. */
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

  /** The text of a string, a number or a boolean; skips any other value. */
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

  /** An array whose elements are read by {@code element}. */
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

  /** Whether the value is {@code null}, which is skipped then. */
  public boolean nothing() {
    boolean nothing = next() == JsonToken.NULL;
    if (nothing) {
      skip();
    }
    return nothing;
  }

  /** Skips a value of any kind. */
  public void skip() {
    try {
      switch (json.peek()) {
        // the reader itself would skip these, too
        case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
            throw new IllegalStateException("a value is missing at " + json.getPath());
        default -> json.skipValue();
      }
    } catch (IOException | IllegalStateException e) {
      throw malformed(e);
    }
  }

  /** Checks that only JSON, or nothing, follows an object or an array. */
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
    // U+FFFD replaces invalid bytes, unless the text itself contains it
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      } catch (CharacterCodingException e) {
        throw malformed(e);
      }
    }
    return text;
  }

  /** Keeps only the first line of the message; the other lines are links for programmers. */
  private static IllegalArgumentException malformed(Exception e) {
    String says = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IllegalArgumentException(says, e);
  }
}
