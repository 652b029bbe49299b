package gangway.config;

import gangway.Problem;
import gangway.machine.Limit;
import gangway.machine.Limits;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the administrator of a host has configured. A host without the file has the standard values.
 *
 * @param file the file; empty if the host has none
 * @param entries what the file sets
 */
public record Configuration(
    Optional<Path> file, List<Entry> entries, Limits limits, List<Group> groups) {
  public static final Path FILE = Path.of("/etc/gangway/gangway.conf");

  private static final Configuration STANDARD =
      new Configuration(Optional.empty(), List.of(), Limits.STANDARD, List.of());

  public Configuration {
    entries = List.copyOf(entries);
    groups = List.copyOf(groups);
  }

  /**
   * The configuration of a machine.
   *
   * @throws Problem of kind REFUSED if the file has errors, cannot be read, or can be changed by a
   *     user other than root
   */
  public static Configuration of(Machine machine) {
    Optional<String> text = text(machine);
    if (text.isEmpty()) {
      return STANDARD;
    }
    machine
        .otherWriters(FILE, Machine.StickyFolders.TRUSTED)
        .ifPresent(why -> {
          throw Problem.refused(
              "users other than root can change or replace '%s', so Gangway does not use it"
                  .formatted(FILE),
              "run 'chown root' and 'chmod go-w' on what is named",
              why);
        });
    return parse(FILE, text.get());
  }

  /**
   * The text of the file, with its invalid bytes preserved; empty if there is no file.
   *
   * @throws Problem of kind REFUSED if the file cannot be read
   */
  public static Optional<String> text(Machine machine) {
    Optional<String> text = machine.exact(FILE);
    if (text.isEmpty() && machine.exists(FILE)) {
      throw Problem.refused(
          FILE + " cannot be read: it is not a file, or a link to a file that does not exist",
          "make it a regular file, or delete it: without the file, all settings have their defaults");
    }
    return text;
  }

  /**
   * The configuration in a text.
   *
   * @param file the file that has the text, for messages
   * @throws Problem of kind REFUSED that lists all errors of the text
   */
  public static Configuration parse(Path file, String text) {
    return ConfigurationReader.parse(file, text);
  }

  /** What the file sets for a setting. */
  public Optional<Entry> entry(Setting setting) {
    return entry(setting.section(), setting.key());
  }

  private Optional<Entry> entry(String section, String key) {
    return entries.stream()
        .filter(entry -> entry.section().equals(section) && entry.key().equals(key))
        .findFirst();
  }

  /** The value of a setting, as a text. */
  public String value(Setting setting) {
    if (setting.section().equals(Section.LIMITS.title())) {
      return Stream.of(Limit.values())
          .filter(limit -> limit.key().equals(setting.key()))
          .map(limit -> TimeSpan.text(limits.of(limit)))
          .findFirst()
          .orElseThrow();
    }
    return entry(setting).map(Entry::value).orElse(setting.standard());
  }

  /** The value of a policy that is one of some words. */
  public String policy(PolicySetting policy) {
    return entry(policy).map(Entry::value).orElse(policy.standard());
  }

  private Optional<Entry> entry(PolicySetting policy) {
    return entry(Section.POLICIES.title(), policy.key());
  }

  /**
   * Checks that a finding may be accepted on this host.
   *
   * @throws Problem of kind REFUSED if the policy forbids it
   */
  public void mustAllowAccepting(String code) {
    forbidsAccepting(code)
        .ifPresent(line -> {
          throw Problem.refused(
              "the policy of this host does not permit --accept " + code,
              "fix the cause of the finding ('gangway explain %s'), or change the policy"
                  .formatted(code),
              line);
        });
  }

  /** The line that forbids to accept a finding, with its file and number, if any. */
  public Optional<String> forbidsAccepting(String code) {
    return entry(PolicySetting.NEVER_ACCEPT)
        .filter(entry -> ConfigurationReader.words(entry.value()).contains(code))
        .map(entry -> evidence(file.orElse(FILE), entry));
  }

  /** The group of a name. */
  public Optional<Group> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }

  /** The group of a name that a user wrote, without the at sign. */
  public Group meant(String name) {
    return group(name)
        .orElseThrow(() ->
            Problem.usage(
                "there is no group '@%s'".formatted(name),
                "name the addresses, or define the group in [groups] of %s%s"
                    .formatted(
                        FILE, Suggestion.of("@" + name, groups.stream().map(g -> "@" + g.name()))),
                file.isEmpty()
                    ? FILE + " does not exist"
                    : "groups: "
                        + (groups.isEmpty()
                            ? "none"
                            : String.join(
                                " ", groups.stream().map(g -> "@" + g.name()).toList()))));
  }

  /** A line of the file as evidence: file, number and content. */
  static String evidence(Path file, Entry entry) {
    return "%s:%d: %s = %s".formatted(file, entry.line(), entry.key(), entry.value());
  }
}
