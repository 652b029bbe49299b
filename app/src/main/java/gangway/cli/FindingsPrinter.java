package gangway.cli;

import gangway.check.AcceptPolicy;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Prints the findings of a request as text. */
final class FindingsPrinter {
  private final BiConsumer<Style, String> line;
  private final AcceptPolicy policy;

  /**
   * @param line prints a line in a style: to standard output or to standard error
   * @param policy which findings must not be accepted on the host
   */
  FindingsPrinter(BiConsumer<Style, String> line, AcceptPolicy policy) {
    this.line = line;
    this.policy = policy;
  }

  void print(Judgement judgement) {
    judgement.findings().forEach(finding -> print(finding, judgement.accepts(finding)));
    for (Acceptance idle : judgement.idle()) {
      line.accept(
          Style.YELLOW,
          "--accept " + idle.code() + " had no effect: no such finding blocks and can be accepted");
    }
  }

  void print(Finding finding) {
    print(finding, false);
  }

  private void print(Finding finding, boolean accepted) {
    Style style =
        switch (finding.severity()) {
          case BLOCKS -> accepted ? Style.YELLOW : Style.RED;
          case WARNS -> Style.YELLOW;
          case NOTES -> Style.PLAIN;
        };
    String severity =
        switch (finding.severity()) {
          case BLOCKS -> accepted ? "accepted" : "blocked";
          case WARNS -> "warning";
          case NOTES -> "note";
        };
    line.accept(style, severity + " " + finding.code() + ": " + finding.sentence());
    finding.evidence().forEach(text -> line.accept(Style.PLAIN, "  " + text));
    line.accept(Style.PLAIN, "  fix: " + finding.remedy());
    if (finding.blocks() && !accepted) {
      waiver(finding);
    }
  }

  private void waiver(Finding finding) {
    Optional<String> forbidden = policy.forbids(finding);
    if (forbidden.isPresent()) {
      line.accept(Style.PLAIN, "  the configuration forbids to accept it: " + forbidden.get());
      return;
    }
    String accept = "  to proceed anyway: --accept " + finding.code();
    switch (finding.waiver()) {
      case NOTHING -> {}
      case CODE -> line.accept(Style.PLAIN, accept);
      case CODE_AND_ADDRESS ->
          line.accept(Style.PLAIN, accept + "=" + finding.function().orElseThrow());
    }
  }
}
