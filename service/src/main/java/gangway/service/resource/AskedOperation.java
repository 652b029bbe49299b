package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request about functions.
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

  static AskedOperation of(String kind, RequestBody body) {
    RequestBody request =
        body.object("request")
            .only(Set.of("kind", "functions", "guest", "now", "persistent", "force"));
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
    options.addAll(AskedValues.accepted(body));
    List<String> arguments = new ArrayList<>();
    if (ofGuest) {
      arguments.add(AskedValues.guest(request));
    } else if (request.optional("guest").isPresent()) {
      throw HttpProblem.invalid("'%s' has no guest".formatted(kind), "remove the member 'guest'");
    }
    arguments.addAll(AskedValues.functions(request));
    return new AskedOperation(kind, options, arguments, body.optional("digest"));
  }

  @Override
  public List<String> checking() {
    return AskedCommand.line(List.of("check", kind), options, List.of("--json"), arguments);
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.of(machine, checking());
  }

  @Override
  public List<String> acting() {
    return AskedCommand.line(List.of(kind), options, AskedCommand.onlyIf(digest), arguments);
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
}
