package gangway.cli;

import gangway.doctor.Issue;
import gangway.doctor.IssueRemedy;
import gangway.json.JsonWriter;
import java.util.Collection;
import java.util.Locale;

/** Prints the issues of a host, as text and as JSON. */
record Issues(Console console) {

  void print(Issue issue) {
    boolean warns = issue.severity() == Issue.Severity.WARNS;
    console.line(
        warns ? Style.YELLOW : Style.PLAIN,
        (warns ? "warning " : "note ") + issue.code() + ": " + issue.sentence());
    issue.evidence().forEach(text -> console.line("  " + text));
    console.line("  consequence: " + issue.consequence());
    console.line("  fix: " + remedy(issue.remedy()));
  }

  private static String remedy(IssueRemedy remedy) {
    return switch (remedy) {
      case IssueRemedy.Safe(var repair) -> "gangway doctor --fix (" + repair + ")";
      case IssueRemedy.Advice(String text) -> text;
    };
  }

  /** An array of issues, as docs/json.md describes it. */
  static void write(JsonWriter json, Collection<Issue> issues) {
    json.beginArray();
    for (Issue issue : issues) {
      json.beginObject();
      json.member("code", issue.code());
      json.member("severity", issue.severity().name().toLowerCase(Locale.ROOT));
      issue.function().ifPresent(function -> json.member("function", function.toString()));
      json.member("message", issue.sentence());
      json.name("evidence");
      Json.strings(json, issue.evidence());
      json.member("consequence", issue.consequence());
      json.member("fixable", issue.remedy() instanceof IssueRemedy.Safe);
      json.member("remedy", remedy(issue.remedy()));
      json.endObject();
    }
    json.endArray();
  }
}
