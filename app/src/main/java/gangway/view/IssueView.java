package gangway.view;

import gangway.doctor.Issue;
import gangway.doctor.IssueRemedy;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;

/**
 * An issue of a host.
 *
 * @param function the function concerned, if it is exactly one
 * @param fixable whether {@code gangway doctor --fix} repairs the issue
 */
public record IssueView(
    String code,
    Issue.Severity severity,
    Optional<PciAddress> function,
    String message,
    List<String> evidence,
    String consequence,
    boolean fixable,
    String remedy)
    implements View {

  public IssueView {
    evidence = List.copyOf(evidence);
  }

  public static IssueView of(Issue issue) {
    return new IssueView(
        issue.code(),
        issue.severity(),
        issue.function(),
        issue.sentence(),
        issue.evidence(),
        issue.consequence(),
        issue.remedy() instanceof IssueRemedy.Safe,
        switch (issue.remedy()) {
          case IssueRemedy.Safe(var repair) -> "gangway doctor --fix (" + repair + ")";
          case IssueRemedy.Advice(String text) -> text;
        });
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("code", code);
    json.text("severity", Words.of(severity));
    json.text("function", function);
    json.text("message", message);
    json.texts("evidence", evidence);
    json.text("consequence", consequence);
    json.flag("fixable", fixable);
    json.text("remedy", remedy);
  }
}
