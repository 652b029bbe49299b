package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change of the guard or of a shutdown policy. No text of the body can become an option.
 *
 * @param command the words of the command
 * @param arguments the guest and its policy; empty for the guard
 * @param digest the digest of the check, if the body has one
 */
record AskedSetting(List<String> command, List<String> arguments, Optional<String> digest)
    implements AskedCommand {
  private static final String POLICY = "shutdown-policy";
  private static final Map<String, List<String>> COMMANDS =
      Map.of(
          "guard-install",
          List.of("guard", "install"),
          "guard-remove",
          List.of("guard", "remove"),
          POLICY,
          List.of(POLICY));
  private static final Set<String> POLICIES = Set.of("save", "shutdown", "ignore", "none");

  /** Whether a body is about a setting. */
  static boolean isIn(String body) {
    return COMMANDS.containsKey(RequestBody.of(body).object("request").text("kind"));
  }

  static AskedSetting check(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept")));
  }

  static AskedSetting start(String body) {
    return of(RequestBody.of(body).only(Set.of("request", "accept", "digest")));
  }

  private static AskedSetting of(RequestBody body) {
    RequestBody request = body.object("request");
    String kind = request.text("kind");
    if (!body.objects("accept").isEmpty()) {
      throw HttpProblem.invalid(
          "'%s' has no findings to accept".formatted(kind), "leave the array 'accept' empty");
    }
    List<String> command = COMMANDS.getOrDefault(kind, List.of());
    if (!kind.equals(POLICY)) {
      request.only(Set.of("kind"));
      return new AskedSetting(command, List.of(), body.optional("digest"));
    }
    request.only(Set.of("kind", "guest", "policy"));
    String policy = request.text("policy");
    if (!POLICIES.contains(policy)) {
      throw HttpProblem.invalid(
          "'%s' is not a shutdown policy".formatted(policy), "use save, shutdown, ignore or none");
    }
    return new AskedSetting(
        command, List.of(AskedValues.guest(request), policy), body.optional("digest"));
  }

  @Override
  public List<String> checking() {
    return words("--dry-run", "--json");
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.ofCheck(machine, checking());
  }

  @Override
  public List<String> acting() {
    return words("--json-lines", "--digest", AskedCommand.digest(digest));
  }

  private List<String> words(String... options) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(options));
    if (!arguments.isEmpty()) {
      words.add("--");
      words.addAll(arguments);
    }
    return words;
  }
}
