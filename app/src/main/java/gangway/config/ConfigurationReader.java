package gangway.config;

import gangway.Problem;
import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import gangway.machine.Limit;
import gangway.machine.Limits;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of the configuration, and collects all errors of the file. */
final class ConfigurationReader {
  /** A word that a shell leaves as it is. */
  private static final Pattern GROUP_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Path file;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<Limit, Duration> limits = new EnumMap<>(Limit.class);
  private final List<Group> groups = new ArrayList<>();

  private ConfigurationReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a text.
   *
   * @param file the file that has the text, for messages
   * @throws Problem of kind REFUSED that lists all errors of the text
   */
  static Configuration parse(Path file, String text) {
    return new ConfigurationReader(file).read(new ConfigurationLines(text));
  }

  private Configuration read(ConfigurationLines lines) {
    mistakes.addAll(lines.mistakes());
    for (Entry entry : lines.entries()) {
      switch (Section.of(entry.section()).orElseThrow()) {
        case LIMITS -> limit(entry);
        case POLICIES -> policy(entry);
        case GROUPS -> group(entry);
      }
    }
    if (!mistakes.isEmpty()) {
      throw problem();
    }
    return new Configuration(
        Optional.of(file), lines.entries(), new Limits(limits), List.copyOf(groups));
  }

  private Problem problem() {
    int count = mistakes.size();
    return Problem.refused(
        "the configuration of this host has %d error%s".formatted(count, count == 1 ? "" : "s"),
        "correct %s; 'gangway config' reads the file again, and gangway.conf(5) describes all settings"
            .formatted(file),
        mistakes.stream()
            .sorted((one, other) -> Integer.compare(one.line(), other.line()))
            .map(one -> "%s:%d: %s".formatted(file, one.line(), one.text()))
            .toArray(String[]::new));
  }

  private void limit(Entry entry) {
    Optional<Limit> known =
        Stream.of(Limit.values()).filter(one -> one.key().equals(entry.key())).findFirst();
    if (known.isEmpty()) {
      unknown(entry, Stream.of(Limit.values()).map(Limit::key));
      return;
    }
    Limit limit = known.get();
    Optional<Duration> time = TimeSpan.parse(entry.value());
    if (time.isEmpty()) {
      mistake(entry, "'%s' is not a time: write %s".formatted(entry.value(), TimeSpan.FORM));
    } else if (time.get().compareTo(limit.least()) < 0 || time.get().compareTo(limit.most()) > 0) {
      mistake(
          entry,
          "%s is out of range: %s".formatted(TimeSpan.text(time.get()), Setting.range(limit)));
    } else {
      limits.put(limit, time.get());
    }
  }

  private void policy(Entry entry) {
    Optional<PolicySetting> known =
        Stream.of(PolicySetting.values()).filter(one -> one.key().equals(entry.key())).findFirst();
    if (known.isEmpty()) {
      unknown(entry, PolicySetting.keys());
    } else if (known.get() == PolicySetting.NEVER_ACCEPT) {
      codes(entry);
    } else if (known.get() == PolicySetting.TRIAL_CHECK) {
      program(entry);
    } else if (!known.get().words().contains(entry.value())) {
      mistake(
          entry,
          "'%s' is not one of: %s%s"
              .formatted(
                  entry.value(),
                  known.get().accepts(),
                  Suggestion.of(entry.value(), known.get().words().stream())));
    }
  }

  private void program(Entry entry) {
    if (!entry.value().equals(PolicySetting.TRIAL_CHECK.standard())
        && !entry.value().startsWith("/")) {
      mistake(
          entry, "'%s' is not %s".formatted(entry.value(), PolicySetting.TRIAL_CHECK.accepts()));
    }
  }

  private void codes(Entry entry) {
    Explanations all = Explanations.read();
    for (String code : words(entry.value())) {
      Optional<Explanation> known = all.of(code);
      if (known.isEmpty()) {
        mistake(
            entry,
            "no finding has the code '%s'%s"
                .formatted(code, Suggestion.of(code, all.all().stream().map(Explanation::code))));
      } else if (!known.get().acceptable()) {
        mistake(entry, "%s cannot be accepted on any host; remove the code".formatted(code));
      }
    }
  }

  private void group(Entry entry) {
    if (!GROUP_NAME.matcher(entry.key()).matches()) {
      mistake(
          entry,
          "'%s' cannot be the name of a group: use lower-case letters, digits, '-', '.' and '_'"
              .formatted(entry.key()));
    }
    List<PciAddress> functions = new ArrayList<>();
    for (String word : words(entry.value())) {
      Optional<PciAddress> address = PciAddress.parse(word);
      if (address.isEmpty()) {
        mistake(
            entry,
            "'%s' is not the address of a PCI function, such as 0000:03:00.0; separate addresses by blanks"
                .formatted(word));
      } else if (functions.contains(address.get())) {
        mistake(entry, "%s occurs twice in the group; remove one of them".formatted(address.get()));
      } else {
        functions.add(address.get());
      }
    }
    groups.add(
        new Group(entry.key(), functions, Configuration.evidence(file, entry), entry.line()));
  }

  /** The elements of a value that is a list. */
  static List<String> words(String value) {
    return List.of(BLANKS.split(value));
  }

  private void unknown(Entry entry, Stream<String> keys) {
    Optional<Setting> elsewhere =
        Setting.all().stream().filter(setting -> setting.key().equals(entry.key())).findFirst();
    mistakes.add(
        new Mistake(
            entry.line(),
            "unknown setting '%s' in [%s]%s"
                .formatted(
                    entry.key(),
                    entry.section(),
                    elsewhere
                        .map(setting -> "; move it to [%s]".formatted(setting.section()))
                        .orElseGet(() -> Suggestion.of(entry.key(), keys)))));
  }

  private void mistake(Entry entry, String text) {
    mistakes.add(new Mistake(entry.line(), entry.key() + ": " + text));
  }
}
