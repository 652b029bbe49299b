package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import java.util.List;
import java.util.Optional;

/**
 * What the body of {@code POST /checks} and {@code POST /operations} asks for, as the words of
 * commands.
 */
interface AskedCommand {

  /** The command that shows findings, plan and digest as JSON, and changes nothing. */
  List<String> checking();

  /**
   * What the check prints.
   *
   * @throws HttpProblem if the command refuses the request, or cannot give its answer
   */
  default ProgramAnswer checked(Machine machine) {
    return ProgramAnswer.of(machine, checking());
  }

  /** Whether also the check is only for operators. */
  default boolean checkedByOperatorsOnly() {
    return false;
  }

  /** The command that acts only if the check's digest still holds. */
  List<String> acting();

  /** The request of a body of {@code POST /checks}. */
  static AskedCommand check(String body) {
    return AskedSetting.isIn(body) ? AskedSetting.check(body) : AskedOperation.check(body);
  }

  /** The request of a body of {@code POST /operations}. */
  static AskedCommand start(String body) {
    return AskedSetting.isIn(body) ? AskedSetting.start(body) : AskedOperation.start(body);
  }

  /**
   * The digest of a body.
   *
   * @throws HttpProblem if it is none
   */
  static String digest(Optional<String> digest) {
    return digest
        .filter(text -> text.matches("[0-9a-f]{64}"))
        .orElseThrow(() ->
            HttpProblem.invalid(
                "the member 'digest' is not the digest of a check",
                "send the 'digest' that POST /api/v1/checks has answered"));
  }
}
