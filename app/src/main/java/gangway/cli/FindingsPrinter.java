package gangway.cli;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.json.JsonWriter;
import gangway.request.Request;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Prints the findings of a request, as text and as JSON. */
final class FindingsPrinter {
  private final BiConsumer<Style, String> line;

  /**
   * @param line prints a line in a style: to standard output or to standard error
   */
  FindingsPrinter(BiConsumer<Style, String> line) {
    this.line = line;
  }

  void print(Verdict verdict) {
    verdict.findings().forEach(finding -> print(finding, verdict.accepts(finding)));
    for (Acceptance idle : verdict.idle()) {
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
    String accept = "  to proceed anyway: --accept " + finding.code();
    switch (finding.waiver()) {
      case NOTHING -> {}
      case CODE -> line.accept(Style.PLAIN, accept);
      case CODE_AND_ADDRESS ->
          line.accept(Style.PLAIN, accept + "=" + finding.function().orElseThrow());
    }
  }

  /** The members of a verdict, as docs/json.md describes them. */
  static void write(JsonWriter json, Verdict verdict) {
    json.name("request");
    write(json, verdict.request());
    json.member("refused", verdict.refused());
    json.beginArray("findings");
    for (Finding finding : verdict.findings()) {
      json.beginObject();
      json.member("code", finding.code());
      json.member("severity", word(finding.severity()));
      json.member("acceptWith", word(finding.waiver()));
      json.member("accepted", verdict.accepts(finding));
      finding.function().ifPresent(function -> json.member("function", function.toString()));
      json.member("message", finding.sentence());
      json.name("evidence");
      Json.strings(json, finding.evidence());
      json.member("remedy", finding.remedy());
      json.endObject();
    }
    json.endArray();
  }

  private static void write(JsonWriter json, Request request) {
    json.beginObject();
    json.member("kind", request.verb());
    json.name("functions");
    Json.strings(json, request.functions());
    request.guestName().ifPresent(guest -> json.member("guest", guest));
    json.member("now", request.now());
    json.member("persistent", request.lasting());
    json.endObject();
  }

  /** {@code code-and-address}. */
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
