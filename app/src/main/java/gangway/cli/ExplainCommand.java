package gangway.cli;

import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import gangway.pci.EditDistance;
import gangway.view.ExplanationsView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway explain}: prints what a code of a finding or of an issue means. */
final class ExplainCommand implements Command {
  /** Of the texts: wider lines are hard to read. */
  private static final int WIDEST = 100;

  private static final int USUAL_WIDTH = 80;

  /** Of the names in front of the texts. */
  private static final int INDENT = 9;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "explain",
                "Explain the code of a finding or of an issue.",
                "Prints the meaning, the cause, the fix and the risk. Without CODE: lists all"
                    + " codes.")
            .addOption(Options.json())
            .addPositional(
                Options.optional(
                    "0", "CODE", "The code, as findings and 'gangway doctor' print it."));
    return Options.examples(
        spec, "gangway explain DISK-ROOT", "gangway explain", "gangway explain --json KIN-RMRR");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Explanations all = Explanations.read();
    String code = arguments.matchedPositionalValue(0, "");
    boolean one = arguments.hasMatchedPositional(0);
    AcceptPolicy policy = session.acceptPolicy();
    List<Explanation> meant =
        (one ? List.of(meant(code, all)) : all.all())
            .stream().map(known -> onThisHost(known, policy)).toList();
    if (arguments.hasMatchedOption("--json")) {
      session.console().json(ExplanationsView.of(meant));
    } else if (one) {
      print(meant.getFirst(), session.console());
    } else {
      list(meant, session.console());
    }
    return ExitCode.DONE;
  }

  /** Codes are in capitals; the user may write them in any case. */
  private static Explanation meant(String text, Explanations all) {
    String code = text.toUpperCase(Locale.ROOT);
    return all.of(code)
        .orElseThrow(() ->
            Problem.usage(
                "no finding or issue has the code '%s'".formatted(text),
                nearest(code, all).map(known -> "did you mean '%s'? ".formatted(known)).orElse("")
                    + "'gangway explain' lists all codes"));
  }

  private static Optional<String> nearest(String code, Explanations all) {
    List<String> codes = all.all().stream().map(Explanation::code).toList();
    return EditDistance.nearest(code, codes.stream().filter(known -> known.contains(code)))
        .or(() ->
            EditDistance.nearest(code, codes.stream())
                .filter(known -> EditDistance.between(code, known) * 2 <= known.length()));
  }

  private static Explanation onThisHost(Explanation one, AcceptPolicy policy) {
    return one.acceptable()
        ? policy.forbids(one.code()).map(one::acceptForbiddenBy).orElse(one)
        : one;
  }

  private static void list(List<Explanation> all, Console console) {
    Table table = new Table("CODE", "MEANING");
    all.forEach(one -> table.row(one.code(), one.summary()));
    table.printFitting(console);
  }

  private static void print(Explanation one, Console console) {
    console.line(Style.BOLD, one.code());
    one.parts().forEach(part -> print(part, console));
  }

  /** Prints a part with its name in front, in lines that fit the terminal. */
  private static void print(Explanation.Part part, Console console) {
    int width = Math.min(console.width().orElse(USUAL_WIDTH), WIDEST) - INDENT;
    StringBuilder line = new StringBuilder();
    String before = part.name() + ":";
    for (String word : part.text().split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        console.line(indented(before, line));
        before = "";
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    console.line(indented(before, line));
  }

  private static String indented(String before, CharSequence line) {
    return before + " ".repeat(INDENT - before.length()) + line;
  }
}
