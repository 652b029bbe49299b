package gangway.service.resource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import gangway.service.http.HttpProblem;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request, read strictly: an unknown member is an error. */
record RequestBody(String name, JsonObject json) {
  private static final int DEEPEST = 16;

  static RequestBody of(String text) {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEEPEST);
      JsonElement whole = JsonParser.parseReader(reader);
      if (whole.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
        return new RequestBody("the body", whole.getAsJsonObject());
      }
    } catch (JsonParseException | IllegalStateException | IOException e) {
      // reported below
    }
    throw HttpProblem.invalid("the body is not a JSON object", "see GET /api/v1/openapi.json");
  }

  /** Refuses members other than these. */
  RequestBody only(Set<String> members) {
    for (String member : json.keySet()) {
      if (!members.contains(member)) {
        throw HttpProblem.invalid(
            "%s has the unknown member '%s'".formatted(name, member),
            "use only " + String.join(", ", members.stream().sorted().toList()));
      }
    }
    return this;
  }

  RequestBody object(String member) {
    JsonElement value = json.get(member);
    if (value == null || !value.isJsonObject()) {
      throw wrong(member, "an object");
    }
    return new RequestBody(member, value.getAsJsonObject());
  }

  List<RequestBody> objects(String member) {
    List<RequestBody> all = new ArrayList<>();
    for (JsonElement one : array(member)) {
      if (!one.isJsonObject()) {
        throw wrong(member, "an array of objects");
      }
      all.add(new RequestBody(member, one.getAsJsonObject()));
    }
    return all;
  }

  List<String> texts(String member) {
    List<String> all = new ArrayList<>();
    for (JsonElement one : array(member)) {
      all.add(text(member, one));
    }
    return all;
  }

  String text(String member) {
    return optional(member).orElseThrow(() -> wrong(member, "a text"));
  }

  Optional<String> optional(String member) {
    return Optional.ofNullable(json.get(member)).map(value -> text(member, value));
  }

  Optional<Boolean> flag(String member) {
    JsonElement value = json.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw wrong(member, "true or false");
    }
    return Optional.of(value.getAsBoolean());
  }

  /** A number without a fraction, with nine digits at most. */
  Optional<Integer> number(String member) {
    JsonElement value = json.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isJsonPrimitive()
        || !value.getAsJsonPrimitive().isNumber()
        || !value.getAsString().matches("[0-9]{1,9}")) {
      throw wrong(member, "a number without a fraction");
    }
    return Optional.of(value.getAsInt());
  }

  private Iterable<JsonElement> array(String member) {
    JsonElement value = json.get(member);
    if (value == null) {
      return List.of();
    }
    if (!value.isJsonArray()) {
      throw wrong(member, "an array");
    }
    return value.getAsJsonArray();
  }

  private String text(String member, JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw wrong(member, "a text");
    }
    return value.getAsString();
  }

  private HttpProblem wrong(String member, String expected) {
    return HttpProblem.invalid(
        "the member '%s' of %s must be %s".formatted(member, name, expected),
        "see GET /api/v1/openapi.json");
  }
}
