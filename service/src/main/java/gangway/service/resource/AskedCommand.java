package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the body of {@code POST /checks} and {@code POST /operations} asks for, as the words of
 * commands. No text of the body can become an option.
 */
sealed interface AskedCommand
    permits AskedOperation, AskedGuestRequest, AskedSetting, AskedDeclaration {

  /** The command that shows findings, plan and digest as JSON, and changes nothing. */
  List<String> checking();

  /**
   * What the check prints.
   *
   * @throws HttpProblem if the command refuses the request, or cannot give its answer
   */
  ProgramAnswer checked(Machine machine);

  /** Whether also the check is only for operators. */
  default boolean checkedByOperatorsOnly() {
    return false;
  }

  /**
   * Whether the check connects to another host, which can take long. Such a check reads this host
   * without keeping others from reading it.
   */
  default boolean checkedOnAnotherHost() {
    return false;
  }

  /** The command that acts only if the check's digest still holds. */
  List<String> acting();

  /** What the command that acts reads as its standard input. */
  default Optional<String> input() {
    return Optional.empty();
  }

  /** The request of a body of {@code POST /checks}. */
  static AskedCommand check(String body) {
    return of(RequestBody.of(body), Set.of("request", "accept"));
  }

  /** The request of a body of {@code POST /operations}. */
  static AskedCommand start(String body) {
    return of(RequestBody.of(body), Set.of("request", "accept", "digest"));
  }

  private static AskedCommand of(RequestBody body, Set<String> members) {
    String kind = body.object("request").text("kind");
    RequestBody known = body.only(members);
    if (AskedSetting.COMMANDS.containsKey(kind)) {
      return AskedSetting.of(kind, known);
    }
    if (kind.equals(AskedDeclaration.KIND)) {
      return AskedDeclaration.of(known);
    }
    return Arrays.stream(GuestRequest.values())
        .filter(one -> one.kind().equals(kind))
        .findFirst()
        .<AskedCommand>map(about -> AskedGuestRequest.of(about, known))
        .orElseGet(() -> AskedOperation.of(kind, known));
  }

  /**
   * The options of a command that acts only if the digest of a body still holds.
   *
   * @throws HttpProblem if the body has no digest of a check
   */
  static List<String> onlyIf(Optional<String> digest) {
    return List.of(
        "--json-lines",
        "--digest",
        digest
            .filter(text -> text.matches("[0-9a-f]{64}"))
            .orElseThrow(() ->
                HttpProblem.invalid(
                    "the member 'digest' is not the digest of a check",
                    "send the 'digest' that POST /api/v1/checks has answered")));
  }

  /** A command line; no argument can be taken for an option. */
  static List<String> line(
      List<String> command, List<String> options, List<String> output, List<String> arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(options);
    words.addAll(output);
    if (!arguments.isEmpty()) {
      words.add("--");
      words.addAll(arguments);
    }
    return words;
  }
}
