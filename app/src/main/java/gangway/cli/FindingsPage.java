package gangway.cli;

import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import java.util.Locale;

/** The manual page of the codes of findings and issues, in section 7. */
record FindingsPage(Explanations explanations) {
  static final String NAME = "gangway-findings";

  /** In the format of man(7). */
  String text() {
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(NAME.toUpperCase(Locale.ROOT)).append(" 7 \"\" Gangway\n");
    page.append(".SH NAME\n")
        .append(ManualPage.escaped(NAME))
        .append(" \\- codes of the findings and issues that Gangway reports\n");
    page.append(".SH DESCRIPTION\n");
    paragraph(
        page,
        "Gangway checks each request before it changes anything. A finding that blocks refuses the"
            + " request. Some of these findings can be accepted, each by its code; the line 'accept'"
            + " has the option. Accept a finding only if you have read its evidence and its risk.");
    paragraph(
        page,
        "'gangway doctor' reports issues, which do not depend on a request. 'gangway explain CODE'"
            + " prints one of the explanations below.");
    String section = "";
    for (Explanation one : explanations.all()) {
      if (!one.section().equals(section)) {
        section = one.section();
        page.append(".SH ").append(ManualPage.escaped(section.toUpperCase(Locale.ROOT)));
        page.append('\n');
      }
      explanation(page, one);
    }
    page.append(".SH SEE ALSO\n.BR gangway (8),\n.BR gangway\\-explain (8),\n");
    page.append(".BR gangway\\-check (8),\n.BR gangway\\-doctor (8)\n");
    return page.toString();
  }

  private static void explanation(StringBuilder page, Explanation one) {
    page.append(".SS ").append(ManualPage.escaped(one.code())).append('\n');
    page.append(ManualPage.line(one.meaning()));
    one.partsBelowMeaning().forEach(part -> named(page, part));
  }

  private static void paragraph(StringBuilder page, String text) {
    page.append(".PP\n").append(ManualPage.line(text));
  }

  private static void named(StringBuilder page, Explanation.Part part) {
    page.append(".TP\n.B ").append(part.name()).append('\n').append(ManualPage.line(part.text()));
  }
}
