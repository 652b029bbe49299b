package gangway.cli;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Request;
import gangway.check.Verdict;
import java.util.Locale;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/** What was found about a request, for a person to read and as JSON. */
final class Findings {
  private final BiConsumer<Style, String> line;

  /**
   * @param line prints a line in a style: as the command's answer, or as a complaint
   */
  Findings(BiConsumer<Style, String> line) {
    this.line = line;
  }

  void print(Verdict verdict) {
    verdict.findings().forEach(finding -> print(finding, verdict.accepts(finding)));
    for (Acceptance idle : verdict.idle()) {
      line.accept(
          Style.YELLOW,
          "--accept " + idle.code() + " fits no finding that blocks and may be accepted");
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
    line.accept(Style.PLAIN, "  way out: " + finding.wayOut());
    if (finding.blocks() && !accepted) {
      waiver(finding);
    }
  }

  private void waiver(Finding finding) {
    String accept = "  or, if you can bear it: --accept " + finding.code();
    switch (finding.waiver()) {
      case NOTHING -> {}
      case CODE -> line.accept(Style.PLAIN, accept);
      case CODE_AND_ADDRESS ->
          line.accept(
              Style.PLAIN,
              accept + "=ADDRESS, with the address " + finding.function().orElseThrow());
    }
  }

  /** The verdict as docs/json.md describes it. */
  static void write(JsonGenerator json, Verdict verdict) {
    json.writeStartObject();
    json.writeName("request");
    write(json, verdict.request());
    json.writeBooleanProperty("refused", verdict.refused());
    json.writeName("findings");
    json.writeStartArray();
    for (Finding finding : verdict.findings()) {
      json.writeStartObject();
      json.writeStringProperty("code", finding.code());
      json.writeStringProperty("severity", word(finding.severity()));
      json.writeStringProperty("waiver", word(finding.waiver()));
      json.writeBooleanProperty("accepted", verdict.accepts(finding));
      finding
          .function()
          .ifPresent(function -> json.writeStringProperty("function", function.toString()));
      json.writeStringProperty("sentence", finding.sentence());
      json.writeName("evidence");
      Json.strings(json, finding.evidence());
      json.writeStringProperty("wayOut", finding.wayOut());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Request request) {
    json.writeStartObject();
    json.writeStringProperty("kind", request.verb());
    json.writeName("functions");
    Json.strings(json, request.functions());
    request.guestName().ifPresent(guest -> json.writeStringProperty("guest", guest));
    json.writeBooleanProperty("now", request.now());
    json.writeBooleanProperty("lasting", request.lasting());
    json.writeEndObject();
  }

  /** {@code code-and-address}. */
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
