package gangway.cli;

import gangway.doctor.Issue;
import gangway.doctor.IssueRemedy;
import gangway.json.JsonWriter;
import java.util.Collection;
import java.util.Locale;

/** Prints the issues of a host, as text and as JSON. */
record Issues(Console console) {

  void print(Issue ailment) {
    boolean warns = ailment.severity() == Issue.Severity.WARNS;
    console.line(
        warns ? Style.YELLOW : Style.PLAIN,
        (warns ? "warning " : "note ") + ailment.code() + ": " + ailment.sentence());
    ailment.evidence().forEach(text -> console.line("  " + text));
    console.line("  consequence: " + ailment.consequence());
    console.line("  fix: " + cure(ailment.cure()));
  }

  private static String cure(IssueRemedy cure) {
    return switch (cure) {
      case IssueRemedy.Safe(var repair) -> "gangway doctor --fix (" + repair + ")";
      case IssueRemedy.Advice(String text) -> text;
    };
  }

  /** An array of issues, as docs/json.md describes it. */
  static void write(JsonWriter json, Collection<Issue> ailments) {
    json.beginArray();
    for (Issue ailment : ailments) {
      json.beginObject();
      json.member("code", ailment.code());
      json.member("severity", ailment.severity().name().toLowerCase(Locale.ROOT));
      ailment.function().ifPresent(function -> json.member("function", function.toString()));
      json.member("message", ailment.sentence());
      json.name("evidence");
      Json.strings(json, ailment.evidence());
      json.member("consequence", ailment.consequence());
      json.member("fixable", ailment.cure() instanceof IssueRemedy.Safe);
      json.member("remedy", cure(ailment.cure()));
      json.endObject();
    }
    json.endArray();
  }
}
