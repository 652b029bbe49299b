package gangway.service.resource;

import com.google.gson.JsonPrimitive;
import gangway.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request to make the host as a declaration says: {@code apply}. The command reads the
 * declaration as its standard input.
 *
 * @param declaration the text of the file, in YAML
 * @param options the options, without those of the output
 * @param digest the digest of the check, if the body has one
 */
record AskedDeclaration(String declaration, List<String> options, Optional<String> digest)
    implements AskedCommand {
  static final String KIND = "apply";

  /** Stands for the standard input. */
  private static final List<String> FILE = List.of("-");

  static AskedDeclaration of(RequestBody body) {
    RequestBody request = body.object("request").only(Set.of("kind", "hidden", "guests"));
    List<String> lines = new ArrayList<>(List.of("format: 1"));
    lines.add("hidden:" + list(AskedValues.functionsOrNone(request, "hidden")));
    List<RequestBody> guests = request.objects("guests");
    lines.add(guests.isEmpty() ? "guests: {}" : "guests:");
    for (RequestBody guest : guests) {
      guest.only(Set.of("guest", "devices"));
      lines.add("  " + new JsonPrimitive(AskedValues.guest(guest)) + ":");
      lines.add("    devices:" + list(AskedValues.functionsOrNone(guest, "devices")));
    }
    return new AskedDeclaration(
        String.join("\n", lines) + "\n", AskedValues.accepted(body), body.optional("digest"));
  }

  private static String list(List<String> functions) {
    return " [" + String.join(", ", functions.stream().map("\"%s\""::formatted).toList()) + "]";
  }

  @Override
  public List<String> checking() {
    return AskedCommand.line(List.of(KIND, "--dry-run"), options, List.of("--json"), FILE);
  }

  @Override
  public ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.ofCheck(machine, checking(), declaration);
  }

  @Override
  public List<String> acting() {
    return AskedCommand.line(List.of(KIND), options, AskedCommand.onlyIf(digest), FILE);
  }

  @Override
  public Optional<String> input() {
    return Optional.of(declaration);
  }
}
