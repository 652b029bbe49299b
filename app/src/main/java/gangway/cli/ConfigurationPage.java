package gangway.cli;

import gangway.config.Configuration;
import gangway.config.ConfigurationSample;
import gangway.config.Setting;
import java.util.Locale;

/** The manual page of the configuration, in section 5. */
final class ConfigurationPage {
  static final String NAME = "gangway.conf";

  private ConfigurationPage() {}

  /** In the format of man(7). */
  static String text() {
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(NAME.toUpperCase(Locale.ROOT)).append(" 5 \"\" Gangway\n");
    page.append(".SH NAME\n")
        .append(NAME)
        .append(" \\- time limits, policies and groups of Gangway\n");
    page.append(".SH SYNOPSIS\n.B ").append(Configuration.FILE).append('\n');
    page.append(".SH DESCRIPTION\n");
    paragraph(
        page,
        "The file is optional: without the file, all settings have their defaults. 'gangway config'"
            + " prints each value and its origin, and 'gangway config --sample' prints a file with all"
            + " defaults as comments.");
    paragraph(
        page,
        "A line is a section in brackets, a setting 'key = value', or empty. A # begins a comment. Times"
            + " have a number and a unit: s, min or h. Each section and each setting occurs at most once."
            + " The file must belong to root, and no other user may be able to write to the file or to"
            + " its folders.");
    paragraph(
        page,
        "If the file has an error, commands that use the configuration and change something are refused,"
            + " and print all errors with their lines. Commands that change nothing print a warning."
            + " 'gangway guard shutdown' prints the errors and uses the defaults, because the host shuts"
            + " down in any case.");
    String section = "";
    for (Setting setting : Setting.all()) {
      if (!setting.section().equals(section)) {
        section = setting.section();
        heading(page, section);
      }
      page.append(".TP\n.B ").append(ManualPage.escaped(setting.key())).append('\n');
      page.append(
          ManualPage.line(
              "%s Values: %s. Default: %s."
                  .formatted(setting.meaning(), setting.accepts(), setting.standard())));
    }
    heading(page, "groups");
    paragraph(page, Setting.OF_GROUPS);
    page.append(".SH EXAMPLES\n.nf\n");
    ConfigurationSample.lines().forEach(line -> page.append(ManualPage.line(line)));
    page.append(".fi\n.SH SEE ALSO\n.BR gangway (8),\n.BR gangway\\-config (8),\n");
    page.append(".BR gangway\\-findings (7)\n");
    return page.toString();
  }

  private static void heading(StringBuilder page, String section) {
    page.append(".SH SECTION [").append(section.toUpperCase(Locale.ROOT)).append("]\n");
  }

  private static void paragraph(StringBuilder page, String text) {
    page.append(".PP\n").append(ManualPage.line(text));
  }
}
