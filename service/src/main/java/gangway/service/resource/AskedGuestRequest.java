package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request about a guest as a whole.
 *
 * @param options the options, without those of the output
 * @param arguments the guest, and the file or host
 * @param digest the digest of the check, if the body has one
 */
record AskedGuestRequest(
    GuestRequest about, List<String> options, List<String> arguments, Optional<String> digest)
    implements AskedCommand {

  static AskedGuestRequest of(GuestRequest about, RequestBody body) {
    RequestBody request = body.object("request");
    Set<String> members = new HashSet<>(about.members());
    members.add("kind");
    request.only(members);
    List<String> options = new ArrayList<>(about.options(request));
    List<String> accepted = AskedValues.accepted(body);
    if (!accepted.isEmpty() && !about.accepts()) {
      throw HttpProblem.invalid(
          "no finding of '%s' can be accepted".formatted(about.kind()),
          "remove the member 'accept'");
    }
    options.addAll(accepted);
    return new AskedGuestRequest(about, options, about.arguments(request), body.optional("digest"));
  }

  @Override
  public boolean checkedByOperatorsOnly() {
    return about.checkedByOperatorsOnly();
  }

  @Override
  public boolean checkedOnAnotherHost() {
    return about == GuestRequest.MIGRATE;
  }

  @Override
  public List<String> checking() {
    return AskedCommand.line(
        List.of(about.kind(), "--dry-run"), options, List.of("--json"), arguments);
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.ofCheck(machine, checking());
  }

  @Override
  public List<String> acting() {
    return AskedCommand.line(
        List.of(about.kind()), options, AskedCommand.onlyIf(digest), arguments);
  }
}
