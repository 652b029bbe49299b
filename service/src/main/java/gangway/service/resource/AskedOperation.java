package gangway.service.resource;

import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request of the body of {@code POST /checks} and {@code POST /operations}, as the words of the
 * command line. No text of the body can become an option.
 *
 * @param options the options, without those of the output
 * @param arguments the guest and the functions
 * @param digest the digest of the check, if the body has one
 */
record AskedOperation(
    String kind, List<String> options, List<String> arguments, Optional<String> digest)
    implements AskedCommand {
  private static final Set<String> OF_DOM0 = Set.of("hide", "unhide");
  private static final Set<String> OF_GUEST = Set.of("attach", "detach", "assign", "unassign");
  private static final Set<String> FORCIBLE = Set.of("detach", "unassign");
  private static final String CODE = "[A-Z][A-Z0-9-]{0,63}";
  private static final int MOST_FUNCTIONS = 64;
  private static final int LONGEST_NAME = 255;

  static AskedOperation check(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept")));
  }

  static AskedOperation start(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept", "digest")));
  }

  private static AskedOperation of(RequestBody body) {
    RequestBody request =
        body.object("request")
            .only(Set.of("kind", "functions", "guest", "now", "persistent", "force"));
    String kind = request.text("kind");
    boolean ofGuest = OF_GUEST.contains(kind);
    if (!ofGuest && !OF_DOM0.contains(kind)) {
      throw HttpProblem.invalid(
          "there is no request of the kind '%s'".formatted(kind),
          "use one of those in GET /api/v1/openapi.json");
    }
    List<String> options = new ArrayList<>(reach(request, ofGuest ? "--config" : "--boot"));
    if (request.flag("force").orElse(false)) {
      if (!FORCIBLE.contains(kind)) {
        throw HttpProblem.invalid(
            "only detach and unassign can be forced", "remove the member 'force'");
      }
      options.add("--force");
    }
    for (RequestBody acceptance : body.objects("accept")) {
      options.addAll(List.of("--accept", accepted(acceptance.only(Set.of("code", "address")))));
    }
    List<String> arguments = new ArrayList<>();
    if (ofGuest) {
      arguments.add(guest(request.text("guest")));
    } else if (request.optional("guest").isPresent()) {
      throw HttpProblem.invalid("'%s' has no guest".formatted(kind), "remove the member 'guest'");
    }
    arguments.addAll(functions(request));
    return new AskedOperation(kind, options, arguments, body.optional("digest"));
  }

  /** The words of {@code gangway check}. */
  @Override
  public List<String> checking() {
    List<String> words = new ArrayList<>(List.of("check", kind));
    words.addAll(options);
    words.add("--json");
    return with(arguments, words);
  }

  /** The words of the command that acts only if the check's digest still holds. */
  @Override
  public List<String> acting() {
    List<String> words = new ArrayList<>(List.of(kind));
    words.addAll(options);
    words.add("--json-lines");
    words.add("--digest");
    words.add(AskedCommand.digest(digest));
    return with(arguments, words);
  }

  private static List<String> with(List<String> arguments, List<String> words) {
    words.add("--");
    words.addAll(arguments);
    return words;
  }

  private static List<String> reach(RequestBody request, String persistent) {
    Optional<Boolean> now = request.flag("now");
    Optional<Boolean> lasting = request.flag("persistent");
    if (now.isEmpty() && lasting.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    if (now.orElse(false)) {
      words.add("--now");
    }
    if (lasting.orElse(false)) {
      words.add(persistent);
    }
    if (words.isEmpty()) {
      throw HttpProblem.invalid(
          "the request is neither for now nor persistent", "set 'now' or 'persistent' to true");
    }
    return words;
  }

  private static String accepted(RequestBody acceptance) {
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

  static String guest(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw HttpProblem.invalid("the name of the guest is not valid", "see GET /api/v1/guests");
    }
    return name;
  }

  private static List<String> functions(RequestBody request) {
    List<String> functions =
        request.texts("functions").stream().map(ReadingResources::address).distinct().toList();
    if (functions.isEmpty() || functions.size() > MOST_FUNCTIONS) {
      throw HttpProblem.invalid(
          "the request has no function, or too many",
          "name between 1 and %d functions".formatted(MOST_FUNCTIONS));
    }
    return functions;
  }
}
