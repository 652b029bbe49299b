package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import java.util.regex.Pattern;

/** What holds for every call of the program, for every input. */
final class FaultFree {
  /** Characters that change the display of a terminal, or the direction of a text. */
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\u2028\u2029&&[^\n]]");

  private FaultFree() {}

  /** The program ends with an answer or a refusal, never with a fault of its own. */
  static Run assertNoFault(Run run) {
    assertThat(run.printed()).doesNotContain("a fault of gangway itself", "not enough memory");
    return run;
  }

  /** Nothing that it prints controls a terminal. */
  static Run assertPlain(Run run) {
    assertThat(HIDDEN.matcher(run.printed()).results().map(hit -> hit.group().codePointAt(0)))
        .as(run.printed())
        .isEmpty();
    return assertNoFault(run);
  }
}
