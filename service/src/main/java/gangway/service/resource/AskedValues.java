package gangway.service.resource;

import gangway.machine.Ssh;
import gangway.service.http.HttpProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values of a request that become words of a command line: each can only be what it is named. */
final class AskedValues {
  private static final String CODE = "[A-Z][A-Z0-9-]{0,63}";
  private static final int MOST_FUNCTIONS = 64;
  private static final int LONGEST_NAME = 255;

  /** PATH_MAX of Linux, with its NUL. */
  private static final int LONGEST_PATH = 4095;

  private AskedValues() {}

  static String guest(RequestBody request) {
    String name = request.text("guest");
    if (name.isEmpty() || name.length() > LONGEST_NAME || hasControls(name)) {
      throw HttpProblem.invalid("the name of the guest is not valid", "see GET /api/v1/guests");
    }
    return name;
  }

  /** Between 1 and 64 functions. */
  static List<String> functions(RequestBody request) {
    List<String> functions = functionsOrNone(request, "functions");
    if (functions.isEmpty()) {
      throw tooManyOrNone();
    }
    return functions;
  }

  /** At most 64 functions, in an array that can be left out. */
  static List<String> functionsOrNone(RequestBody request, String member) {
    List<String> functions =
        request.texts(member).stream().map(ReadingResources::address).distinct().toList();
    if (functions.size() > MOST_FUNCTIONS) {
      throw tooManyOrNone();
    }
    return functions;
  }

  private static HttpProblem tooManyOrNone() {
    return HttpProblem.invalid(
        "the request has no function, or too many",
        "name between 1 and %d functions".formatted(MOST_FUNCTIONS));
  }

  /** The path of a file of dom0: absolute, and as short as it can be written. */
  static String path(String text) {
    if (!text.startsWith("/")
        || text.length() > LONGEST_PATH
        || hasControls(text)
        || !Path.of(text).normalize().toString().equals(text)) {
      throw HttpProblem.invalid(
          "'%s' is not an absolute path".formatted(text),
          "write the path from / on, without '.', '..' and '//'");
    }
    return text;
  }

  static Optional<String> path(RequestBody request, String member) {
    return request.optional(member).map(AskedValues::path);
  }

  /** Another host as ssh takes it: {@code [USER@]NAME[:PORT]}. */
  static String host(RequestBody request) {
    String name = request.text("host");
    try {
      return new Ssh(name).host();
    } catch (IllegalArgumentException e) {
      throw HttpProblem.invalid(
          "'%s' is not the name of a host".formatted(name), "write [USER@]NAME[:PORT]");
    }
  }

  /** A text on one line. */
  static String line(String text) {
    if (hasControls(text)) {
      throw HttpProblem.invalid(
          "a text of the request has control characters", "remove the control characters");
    }
    return text;
  }

  /** {@code --map}, for each function that another one replaces. */
  static List<String> replacements(RequestBody request) {
    List<String> words = new ArrayList<>();
    List<RequestBody> all = request.objects("replacements");
    if (all.size() > MOST_FUNCTIONS) {
      throw tooManyOrNone();
    }
    for (RequestBody one : all) {
      one.only(Set.of("from", "to"));
      words.add(
          "--map=%s=%s"
              .formatted(
                  ReadingResources.address(one.text("from")),
                  ReadingResources.address(one.text("to"))));
    }
    return words;
  }

  /** {@code --accept}, for each finding that is accepted. */
  static List<String> accepted(RequestBody body) {
    List<String> words = new ArrayList<>();
    for (RequestBody acceptance : body.objects("accept")) {
      words.addAll(List.of("--accept", acceptance(acceptance.only(Set.of("code", "address")))));
    }
    return words;
  }

  private static String acceptance(RequestBody acceptance) {
    String code = acceptance.text("code");
    if (!code.matches(CODE)) {
      throw HttpProblem.invalid(
          "'%s' is not the code of a finding".formatted(code), "use the 'code' of a finding");
    }
    return code
        + acceptance
            .optional("address")
            .map(address -> "=" + ReadingResources.address(address))
            .orElse("");
  }

  /** Also half of a character outside the basic plane: no name and no path can have that. */
  private static boolean hasControls(String text) {
    return text.codePoints()
        .anyMatch(point ->
            Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
  }
}
