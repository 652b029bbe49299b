package gangway.cli;

import gangway.doctor.Issue;
import gangway.view.IssueView;

/** Prints the issues of a host as text. */
record Issues(Console console) {

  void print(Issue issue) {
    boolean warns = issue.severity() == Issue.Severity.WARNS;
    console.line(
        warns ? Style.YELLOW : Style.PLAIN,
        (warns ? "warning " : "note ") + issue.code() + ": " + issue.sentence());
    issue.evidence().forEach(text -> console.line("  " + text));
    console.line("  consequence: " + issue.consequence());
    console.line("  fix: " + IssueView.of(issue).remedy());
  }
}
