package gangway.migration;

import gangway.json.JsonFormat;
import gangway.json.JsonLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** JSON from the gangway of another host: an object with a format number and an array. */
final class TheirJson {
  private TheirJson() {}

  /** The JSON has another format number, or none because the other gangway is older. */
  static final class OtherFormat extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    OtherFormat(Optional<Integer> number) {
      super(
          "its JSON has %s; this gangway reads format %d"
              .formatted(
                  number.map(format -> "format " + format).orElse("no format number"),
                  JsonFormat.NUMBER));
    }
  }

  /**
   * Parses the array that is a member of the output.
   *
   * @throws OtherFormat if the output has another format number than this gangway
   * @throws IllegalArgumentException if the output is malformed
   */
  static <T> List<T> array(String answer, String wanted, Function<JsonLine, T> element) {
    JsonLine json = new JsonLine(answer);
    if (json.isArray()) {
      throw new OtherFormat(Optional.empty());
    }
    Optional<List<T>> found = Optional.empty();
    json.object();
    Optional<String> first = json.member();
    if (!first.equals(Optional.of(JsonFormat.MEMBER))) {
      throw new OtherFormat(Optional.empty());
    }
    int format = json.number();
    if (format != JsonFormat.NUMBER) {
      throw new OtherFormat(Optional.of(format));
    }
    for (String name : json.members()) {
      if (name.equals(wanted)) {
        found = Optional.of(json.array(() -> element.apply(json)));
      } else {
        json.skip();
      }
    }
    return found.orElseThrow(
        () -> new IllegalArgumentException("it has no member '" + wanted + "'"));
  }
}
