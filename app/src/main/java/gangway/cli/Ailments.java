package gangway.cli;

import gangway.doctor.Ailment;
import gangway.doctor.Cure;
import gangway.json.JsonWriter;
import java.util.Collection;
import java.util.Locale;

/** Prints the issues of a host, as text and as JSON. */
record Ailments(Console console) {

  void print(Ailment ailment) {
    boolean warns = ailment.severity() == Ailment.Severity.WARNS;
    console.line(
        warns ? Style.YELLOW : Style.PLAIN,
        (warns ? "warning " : "note ") + ailment.code() + ": " + ailment.sentence());
    ailment.evidence().forEach(text -> console.line("  " + text));
    console.line("  consequence: " + ailment.consequence());
    console.line("  fix: " + cure(ailment.cure()));
  }

  private static String cure(Cure cure) {
    return switch (cure) {
      case Cure.Safe(var repair) -> "gangway doctor --fix (" + repair + ")";
      case Cure.Advice(String text) -> text;
    };
  }

  /** An array of issues, as docs/json.md describes it. */
  static void write(JsonWriter json, Collection<Ailment> ailments) {
    json.beginArray();
    for (Ailment ailment : ailments) {
      json.beginObject();
      json.member("code", ailment.code());
      json.member("severity", ailment.severity().name().toLowerCase(Locale.ROOT));
      ailment.function().ifPresent(function -> json.member("function", function.toString()));
      json.member("message", ailment.sentence());
      json.name("evidence");
      Json.strings(json, ailment.evidence());
      json.member("consequence", ailment.consequence());
      json.member("fixable", ailment.cure() instanceof Cure.Safe);
      json.member("remedy", cure(ailment.cure()));
      json.endObject();
    }
    json.endArray();
  }
}
