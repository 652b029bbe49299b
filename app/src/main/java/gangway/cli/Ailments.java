package gangway.cli;

import gangway.doctor.Ailment;
import gangway.doctor.Cure;
import java.util.Collection;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What ails a host, for a person to read and as JSON. */
record Ailments(Console console) {

  void print(Ailment ailment) {
    boolean warns = ailment.severity() == Ailment.Severity.WARNS;
    console.line(
        warns ? Style.YELLOW : Style.PLAIN,
        (warns ? "warning " : "note ") + ailment.code() + ": " + ailment.sentence());
    ailment.evidence().forEach(text -> console.line("  " + text));
    console.line("  so: " + ailment.consequence());
    console.line("  cure: " + cure(ailment.cure()));
  }

  private static String cure(Cure cure) {
    return switch (cure) {
      case Cure.Safe(var mending) -> "gangway doctor --fix (" + mending + ")";
      case Cure.Advice(String text) -> text;
    };
  }

  /** An array of ailments as docs/json.md describes it. */
  static void write(JsonGenerator json, Collection<Ailment> ailments) {
    json.writeStartArray();
    for (Ailment ailment : ailments) {
      json.writeStartObject();
      json.writeStringProperty("code", ailment.code());
      json.writeStringProperty("severity", ailment.severity().name().toLowerCase(Locale.ROOT));
      ailment
          .function()
          .ifPresent(function -> json.writeStringProperty("function", function.toString()));
      json.writeStringProperty("sentence", ailment.sentence());
      json.writeName("evidence");
      Json.strings(json, ailment.evidence());
      json.writeStringProperty("consequence", ailment.consequence());
      json.writeBooleanProperty("safe", ailment.cure() instanceof Cure.Safe);
      json.writeStringProperty("cure", cure(ailment.cure()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
