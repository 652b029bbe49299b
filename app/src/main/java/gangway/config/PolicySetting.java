package gangway.config;

import java.util.List;
import java.util.stream.Stream;

/** A policy that the administrator of a host can set. */
public enum PolicySetting {
  NEVER_ACCEPT(
      "never-accept",
      "none",
      "codes of findings, separated by blanks",
      "Findings that '--accept' must not override on this host. A command with '--accept' and one of"
          + " these codes is refused, and the message names this line."),
  TOOLSTACK(
      "toolstack",
      "xl",
      "xl, libvirt",
      "The toolstack that 'gangway new' uses for a guest without the option '--toolstack'."),
  GUESTS_AT_RISK(
      "guests-at-risk",
      "shutdown",
      "shutdown, save, ignore",
      "What 'gangway guard shutdown' does, when the host shuts down, with a guest at risk for which"
          + " 'gangway shutdown-policy' has set nothing. The words mean the same as for 'gangway"
          + " shutdown-policy'."),
  TRIAL_CONFIRM(
      "trial-confirm",
      "manual",
      "manual, automatic",
      "Who confirms a boot of 'gangway hide --boot --trial': an administrator with 'gangway confirm',"
          + " or Gangway itself as soon as dom0 works as before: multi-user.target is reached, and"
          + " what dom0 had before the trial is back (file systems of /etc/fstab, default route, SSH"
          + " server)."),
  TRIAL_CHECK(
      "trial-check",
      "none",
      "none, or the absolute path of a program",
      "A program that must succeed, too, before 'trial-confirm = automatic' confirms a boot. It runs"
          + " about once a second and can be stopped after a few seconds.");

  private final String key;
  private final String standard;
  private final String accepts;
  private final String meaning;

  PolicySetting(String key, String standard, String accepts, String meaning) {
    this.key = key;
    this.standard = standard;
    this.accepts = accepts;
    this.meaning = meaning;
  }

  /** The name in the configuration: {@code toolstack}. */
  public String key() {
    return key;
  }

  String standard() {
    return standard;
  }

  /** The words of which the policy is one. */
  public List<String> words() {
    return List.of(accepts.split(", "));
  }

  String accepts() {
    return accepts;
  }

  String meaning() {
    return meaning;
  }

  static Stream<String> keys() {
    return Stream.of(values()).map(PolicySetting::key);
  }
}
