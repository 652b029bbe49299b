package gangway.config;

import java.util.ArrayList;
import java.util.List;

/** A file with all settings and their defaults as comments. */
public final class ConfigurationSample {
  private static final int WIDEST = 100;

  private ConfigurationSample() {}

  /** The lines of the file. */
  public static List<String> lines() {
    List<String> lines = new ArrayList<>();
    comment(
        lines,
        "Configuration of Gangway, %s: see gangway.conf(5). Every line here is a comment and shows a"
                .formatted(Configuration.FILE)
            + " default. Remove the # of a setting to change it. 'gangway config' prints all values and"
            + " where they come from.");
    String section = "";
    for (Setting setting : Setting.all()) {
      if (!setting.section().equals(section)) {
        section = setting.section();
        lines.add("");
        lines.add("[" + section + "]");
      }
      comment(lines, "%s (%s)".formatted(setting.meaning(), setting.accepts()));
      lines.add("#%s = %s".formatted(setting.key(), example(setting)));
    }
    lines.add("");
    lines.add("[" + Section.GROUPS.title() + "]");
    comment(lines, Setting.OF_GROUPS);
    lines.add("#storage = 0000:03:00.0 0000:04:00.0");
    return lines;
  }

  /** A list of nothing cannot be written. */
  private static String example(Setting setting) {
    return setting.key().equals(PolicySetting.NEVER_ACCEPT.key())
        ? "DISK-ROOT NETWORK-SESSION"
        : setting.standard();
  }

  private static void comment(List<String> lines, String text) {
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDEST) {
        lines.add(line.toString());
        line.setLength(1);
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
  }
}
