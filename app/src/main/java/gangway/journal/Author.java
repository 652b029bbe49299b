package gangway.journal;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.ProcessStat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who carries out an operation: a person, and the process in which the operation runs.
 *
 * @param user the user's name; for a user of sudo both names: {@code alice as root}; for a user of
 *     a service name and number: {@code alice (uid 1000)}
 * @param from the address from which the user logged in by ssh; for a user of a service how the
 *     request came: {@code cockpit 192.0.2.7}
 * @param pid the process's number in its own PID namespace
 * @param started when the process started, in clock ticks since boot: PIDs are used again
 * @param boot the id of the boot in which the process runs: clock ticks start again with each boot
 * @param pidNamespace the process's PID namespace as {@code /proc/PID/ns/pid} links to it: {@code
 *     pid:[4026531836]}; unknown for operations of older versions
 */
public record Author(
    String user,
    Optional<String> from,
    int pid,
    String started,
    String boot,
    Optional<String> pidNamespace) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROC = Path.of("/proc");

  /** The namespace that sees every process (PROC_PID_INIT_INO in include/linux/proc_ns.h). */
  private static final String INITIAL_NAMESPACE = "pid:[4026531836]";

  /** What is known about a process. */
  public enum Life {
    ALIVE,
    DEAD,
    /** The process is in another PID namespace, whose processes cannot be looked at from here. */
    UNKNOWN
  }

  /**
   * This process. If a service started it for a {@link Caller}, the user and {@code from} are the
   * caller's; the process is this one, because it performs the operation.
   *
   * @throws Problem of kind USAGE if the service names the caller in an unknown form
   */
  public static Author present(Machine machine) {
    return present(machine, System.getenv());
  }

  static Author present(Machine machine, Map<String, String> environment) {
    Optional<Caller> caller = machine.root() ? Caller.of(environment) : Optional.empty();
    String user = System.getProperty("user.name", "?");
    String sudo = environment.getOrDefault("SUDO_USER", user);
    int pid = ownPid();
    return new Author(
        caller.map(Caller::recorded).orElse(sudo.equals(user) ? user : sudo + " as " + user),
        caller.isPresent()
            ? caller.get().from()
            : machine.sshConnection().map(connection -> connection.split(" ", 2)[0]),
        pid,
        started(machine, pid),
        boot(machine),
        namespace(machine, "self"));
  }

  private static int ownPid() {
    return Math.toIntExact(ProcessHandle.current().pid());
  }

  /** Whether the process may still be working: false only if the process is known to be dead. */
  public boolean alive(Machine machine) {
    return life(machine) != Life.DEAD;
  }

  /** Whether the process still exists. */
  public Life life(Machine machine) {
    if (!ofThisBoot(machine) || started.isEmpty()) {
      return Life.DEAD;
    }
    Optional<String> here = namespace(machine, "self");
    if (pidNamespace.isEmpty() || here.isEmpty() || here.equals(pidNamespace)) {
      return started(machine, pid).equals(started) ? Life.ALIVE : Life.DEAD;
    }
    try {
      if (machine.list(PROC).stream().anyMatch(process -> isIn(machine, process))) {
        return Life.ALIVE;
      }
    } catch (Problem unreadable) {
      return Life.UNKNOWN;
    }
    return here.get().equals(INITIAL_NAMESPACE) ? Life.DEAD : Life.UNKNOWN;
  }

  /**
   * Whether a process in {@code /proc} of this namespace is the author's, which has another number
   * in its own namespace.
   */
  private boolean isIn(Machine machine, String process) {
    return process.chars().allMatch(Character::isDigit)
        && namespace(machine, process).equals(pidNamespace)
        && innermostPid(machine, process).equals(Integer.toString(pid))
        && started(machine, Integer.parseInt(process)).equals(started);
  }

  /**
   * The last number of "NSpid" in proc_pid_status(5): the number in the process's own namespace.
   */
  private static String innermostPid(Machine machine, String process) {
    return machine.lines(PROC.resolve(process).resolve("status")).stream()
        .filter(line -> line.startsWith("NSpid:"))
        .map(line -> line.substring(line.lastIndexOf('\t') + 1))
        .findFirst()
        .orElse("");
  }

  /**
   * Whether this process sees all processes of the machine in {@code /proc}: it is in the initial
   * PID namespace, or the kernel has no PID namespaces.
   */
  public static boolean seesAllProcesses(Machine machine) {
    return namespace(machine, "self").map(INITIAL_NAMESPACE::equals).orElse(true);
  }

  /** Whether a process in this PID namespace, such as {@code pid:[4026531836]}, sees all. */
  public static boolean seesAllProcesses(String namespace) {
    return namespace.equals(INITIAL_NAMESPACE);
  }

  private static Optional<String> namespace(Machine machine, String process) {
    return machine.linkName(PROC.resolve(process).resolve("ns/pid"));
  }

  /** Whether the author is this process. */
  boolean isThisProcess(Machine machine) {
    return pid == ownPid()
        && ofThisBoot(machine)
        && started(machine, pid).equals(started)
        && (pidNamespace.isEmpty() || namespace(machine, "self").equals(pidNamespace));
  }

  /** Whether the machine was not rebooted since the process started. */
  public boolean ofThisBoot(Machine machine) {
    return boot(machine).equals(boot);
  }

  /** The id of a machine's current boot. */
  public static String boot(Machine machine) {
    return machine.read(BOOT_ID).map(String::strip).orElse("");
  }

  private static String started(Machine machine, int pid) {
    return ProcessStat.parse(machine.read(Path.of("/proc/" + pid + "/stat")).orElse("")).started();
  }

  @Override
  public String toString() {
    return user + from.map(address -> " from " + address).orElse("");
  }
}
