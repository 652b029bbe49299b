package gangway.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a JSON value on one line. */
public final class JsonWriter {
  private final com.google.gson.stream.JsonWriter json;

  JsonWriter(StringWriter text) {
    json = new com.google.gson.stream.JsonWriter(text);
  }

  public void beginObject() {
    write(json::beginObject);
  }

  /** Begins an object as a member. */
  public void beginObject(String name) {
    name(name);
    beginObject();
  }

  public void endObject() {
    write(json::endObject);
  }

  public void beginArray() {
    write(json::beginArray);
  }

  /** Begins an array as a member. */
  public void beginArray(String name) {
    name(name);
    beginArray();
  }

  public void endArray() {
    write(json::endArray);
  }

  /** Writes the name of the next member. */
  public void name(String name) {
    write(() -> json.name(name));
  }

  public void value(String value) {
    write(() -> json.value(value));
  }

  public void value(long value) {
    write(() -> json.value(value));
  }

  public void value(boolean value) {
    write(() -> json.value(value));
  }

  public void nothing() {
    write(json::nullValue);
  }

  public void member(String name, String value) {
    name(name);
    value(value);
  }

  public void member(String name, long value) {
    name(name);
    value(value);
  }

  public void member(String name, boolean value) {
    name(name);
    value(value);
  }

  private interface Step {
    com.google.gson.stream.JsonWriter take() throws IOException;
  }

  private static void write(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be written", e);
    }
  }
}
