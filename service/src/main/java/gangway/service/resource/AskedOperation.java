package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request of the body of {@code POST /checks} and {@code POST /operations}, as the words of the
 * command line. No text of the body can become an option.
 *
 * @param about the request about a guest as a whole; empty if the request is about functions
 * @param options the options, without those of the output
 * @param arguments the guest and the functions, or the file or host
 * @param digest the digest of the check, if the body has one
 */
record AskedOperation(
    String kind,
    Optional<GuestRequest> about,
    List<String> options,
    List<String> arguments,
    Optional<String> digest)
    implements AskedCommand {
  private static final Set<String> OF_DOM0 = Set.of("hide", "unhide");
  private static final Set<String> OF_GUEST = Set.of("attach", "detach", "assign", "unassign");
  private static final Set<String> FORCIBLE = Set.of("detach", "unassign");
  private static final String CODE = "[A-Z][A-Z0-9-]{0,63}";

  static AskedOperation check(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept")));
  }

  static AskedOperation start(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept", "digest")));
  }

  private static AskedOperation of(RequestBody body) {
    RequestBody request = body.object("request");
    String kind = request.text("kind");
    return Stream.of(GuestRequest.values())
        .filter(one -> one.kind().equals(kind))
        .findFirst()
        .map(about -> aboutGuest(about, request, body))
        .orElseGet(() -> aboutFunctions(kind, request, body));
  }

  private static AskedOperation aboutGuest(
      GuestRequest about, RequestBody request, RequestBody body) {
    Set<String> members = new HashSet<>(about.members());
    members.add("kind");
    request.only(members);
    List<String> options = new ArrayList<>(about.options(request));
    List<String> accepted = accepted(body);
    if (!accepted.isEmpty() && !about.accepts()) {
      throw HttpProblem.invalid(
          "no finding of '%s' can be accepted".formatted(about.kind()),
          "remove the member 'accept'");
    }
    options.addAll(accepted);
    return new AskedOperation(
        about.kind(),
        Optional.of(about),
        options,
        about.arguments(request),
        body.optional("digest"));
  }

  private static AskedOperation aboutFunctions(String kind, RequestBody request, RequestBody body) {
    request.only(Set.of("kind", "functions", "guest", "now", "persistent", "force"));
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
    options.addAll(accepted(body));
    List<String> arguments = new ArrayList<>();
    if (ofGuest) {
      arguments.add(AskedValues.guest(request));
    } else if (request.optional("guest").isPresent()) {
      throw HttpProblem.invalid("'%s' has no guest".formatted(kind), "remove the member 'guest'");
    }
    arguments.addAll(AskedValues.functions(request));
    return new AskedOperation(kind, Optional.empty(), options, arguments, body.optional("digest"));
  }

  @Override
  public boolean checkedByOperatorsOnly() {
    return about.filter(GuestRequest::checkedByOperatorsOnly).isPresent();
  }

  @Override
  public List<String> checking() {
    List<String> words =
        new ArrayList<>(about.isPresent() ? List.of(kind, "--dry-run") : List.of("check", kind));
    words.addAll(options);
    words.add("--json");
    return with(arguments, words);
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return about.isPresent()
        ? ProgramAnswer.ofCheck(machine, checking())
        : ProgramAnswer.of(machine, checking());
  }

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

  private static List<String> accepted(RequestBody body) {
    List<String> words = new ArrayList<>();
    for (RequestBody acceptance : body.objects("accept")) {
      words.addAll(List.of("--accept", value(acceptance.only(Set.of("code", "address")))));
    }
    return words;
  }

  private static String value(RequestBody acceptance) {
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
}
