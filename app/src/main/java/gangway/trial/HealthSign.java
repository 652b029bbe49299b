package gangway.trial;

import gangway.Answer;
import gangway.Problem;
import gangway.json.Kinds;
import gangway.machine.Command;
import gangway.machine.Fstab;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sign that dom0 works. A trial must show the signs that the host showed before. */
public enum HealthSign {
  SYSTEM_UP("systemd has reached multi-user.target"),
  MOUNTED("all file systems of /etc/fstab are mounted"),
  DEFAULT_ROUTE("dom0 has a default route"),
  SSH("an SSH server runs");

  /** The names in the record of a trial. */
  static final Kinds<HealthSign> KINDS =
      Kinds.of(HealthSign.class)
          .constant("system-up", SYSTEM_UP)
          .constant("mounted", MOUNTED)
          .constant("default-route", DEFAULT_ROUTE)
          .constant("ssh", SSH)
          .build();

  private final String clause;

  HealthSign(String clause) {
    this.clause = clause;
  }

  /** Whether a machine shows the sign now. */
  public Answer seen(Machine machine) {
    try {
      boolean seen =
          switch (this) {
            case SYSTEM_UP -> isActive(machine, "multi-user.target");
            case MOUNTED -> isMounted(machine);
            case DEFAULT_ROUTE -> hasRoute(machine);
            case SSH ->
                isActive(machine, "ssh.service", "sshd.service", "ssh.socket", "sshd.socket");
          };
      return seen ? Answer.YES : Answer.NO;
    } catch (Problem notKnown) {
      return Answer.UNKNOWN;
    }
  }

  /** systemctl succeeds if one of the units is active (systemctl(1)). */
  private static boolean isActive(Machine machine, String... units) {
    String[] words =
        Stream.concat(Stream.of("systemctl", "is-active"), Stream.of(units)).toArray(String[]::new);
    return machine.told(Command.of(words)).isPresent();
  }

  /** A route to everywhere in the main table (proc_net(5)). */
  private static boolean hasRoute(Machine machine) {
    return fields(machine, "route").anyMatch(one -> one.length > 7 && zero(one[1]) && zero(one[7]))
        || fields(machine, "ipv6_route")
            .anyMatch(
                one -> one.length > 9 && zero(one[0]) && zero(one[1]) && !one[9].equals("lo"));
  }

  private static Stream<String[]> fields(Machine machine, String table) {
    return machine.lines(Path.of("/proc/net", table)).stream()
        .map(line -> line.strip().split("\\s+"));
  }

  private static boolean zero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  private static boolean isMounted(Machine machine) {
    Set<String> mounted =
        MountTable.read(machine).mounts().stream()
            .map(MountTable.Mount::place)
            .collect(Collectors.toSet());
    return Fstab.read(machine).stream()
        .filter(line -> line.atBoot() && line.place().startsWith("/"))
        .allMatch(line -> mounted.contains(line.place()));
  }

  @Override
  public String toString() {
    return clause;
  }
}
