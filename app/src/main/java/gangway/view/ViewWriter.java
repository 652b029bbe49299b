package gangway.view;

import gangway.Answer;
import gangway.json.JsonFormat;
import gangway.json.JsonText;
import gangway.json.JsonWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes the members of views. A member without a value is left out. */
public final class ViewWriter {
  private final JsonWriter json;

  private ViewWriter(JsonWriter json) {
    this.json = json;
  }

  /** A view as a document: one line, whose first member is the number of the format. */
  public static String document(View view) {
    return JsonText.of(json -> {
      json.beginObject();
      json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
      view.writeTo(new ViewWriter(json));
      json.endObject();
    });
  }

  /** Writes the text of a value, by its {@code toString}. */
  void text(String name, Object value) {
    json.member(name, value.toString());
  }

  void text(String name, Optional<?> value) {
    value.ifPresent(some -> text(name, some));
  }

  void number(String name, long value) {
    json.member(name, value);
  }

  void number(String name, OptionalInt value) {
    value.ifPresent(some -> number(name, some));
  }

  void flag(String name, boolean value) {
    json.member(name, value);
  }

  /** Writes yes or no; an unknown answer is no value. */
  void flag(String name, Answer value) {
    if (value != Answer.UNKNOWN) {
      flag(name, value == Answer.YES);
    }
  }

  /** Writes an array of the texts of values, by their {@code toString}. */
  void texts(String name, Collection<?> values) {
    json.beginArray(name);
    values.forEach(value -> json.value(value.toString()));
    json.endArray();
  }

  void numbers(String name, List<Integer> values) {
    json.beginArray(name);
    values.forEach(json::value);
    json.endArray();
  }

  void object(String name, View value) {
    json.name(name);
    object(value);
  }

  void object(String name, Optional<? extends View> value) {
    value.ifPresent(some -> object(name, some));
  }

  void objects(String name, List<? extends View> values) {
    json.beginArray(name);
    values.forEach(this::object);
    json.endArray();
  }

  private void object(View value) {
    json.beginObject();
    value.writeTo(this);
    json.endObject();
  }
}
