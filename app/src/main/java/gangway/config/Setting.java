package gangway.config;

import gangway.machine.Limit;
import java.util.List;
import java.util.stream.Stream;

/**
 * A setting of the configuration, as the documents, the sample and 'gangway config' show it.
 *
 * @param section the name of its section, without brackets
 * @param standard the value if the file does not set it
 * @param accepts the values that it can have
 * @param meaning its effect, in sentences
 */
public record Setting(String section, String key, String standard, String accepts, String meaning) {
  /** What the section of groups is for. */
  public static final String OF_GROUPS =
      "Names for several functions. 'gangway hide', 'unhide', 'attach', 'detach', 'new --pci',"
          + " 'check' and 'boot-config' take @NAME in place of the addresses. The name has lower-case"
          + " letters, digits, '-', '.' and '_'; the value has addresses, separated by blanks.";

  /** All settings, in the order of their sections; not the groups, which the file names itself. */
  public static List<Setting> all() {
    return Stream.concat(
            Stream.of(Limit.values()).map(Setting::of),
            Stream.of(PolicySetting.values()).map(Setting::of))
        .toList();
  }

  private static Setting of(Limit limit) {
    return new Setting(
        Section.LIMITS.title(),
        limit.key(),
        TimeSpan.text(limit.standard()),
        range(limit),
        limit.meaning());
  }

  private static Setting of(PolicySetting policy) {
    return new Setting(
        Section.POLICIES.title(),
        policy.key(),
        policy.standard(),
        policy.accepts(),
        policy.meaning());
  }

  /** {@code 5 s to 10 min}. */
  static String range(Limit limit) {
    return TimeSpan.text(limit.least()) + " to " + TimeSpan.text(limit.most());
  }
}
