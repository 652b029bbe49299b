package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change of the guard, of a shutdown policy or of the record of the devices.
 *
 * @param command the words of the command
 * @param arguments the guest and its policy; empty for the others
 * @param digest the digest of the check, if the body has one
 */
record AskedSetting(List<String> command, List<String> arguments, Optional<String> digest)
    implements AskedCommand {
  private static final String POLICY = "shutdown-policy";

  /** By the kind of the request. */
  static final Map<String, List<String>> COMMANDS =
      Map.of(
          "guard-install",
          List.of("guard", "install"),
          "guard-remove",
          List.of("guard", "remove"),
          "hardware-acknowledge",
          List.of("hardware", "--acknowledge"),
          POLICY,
          List.of(POLICY));

  private static final Set<String> POLICIES = Set.of("save", "shutdown", "ignore", "none");

  static AskedSetting of(String kind, RequestBody body) {
    RequestBody request = body.object("request");
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
    return AskedCommand.line(command, List.of(), List.of("--dry-run", "--json"), arguments);
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.ofCheck(machine, checking());
  }

  @Override
  public List<String> acting() {
    return AskedCommand.line(command, List.of(), AskedCommand.onlyIf(digest), arguments);
  }
}
