package gangway.journal;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who carries out a run: a person, and the process that can be asked whether it still lives.
 *
 * @param user the user's name; who came by sudo is told with it
 * @param from the address one came from by ssh
 * @param started when the process started, in the kernel's ticks: numbers of processes come again
 * @param boot the boot it runs in: ticks come again, too
 */
public record Author(String user, Optional<String> from, int pid, String started, String boot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The field "starttime" of proc_pid_stat(5), counted after the name, which may hold anything. */
  private static final int START_FIELD = 22 - 3;

  private static final int THREADS_FIELD = 20 - 3;

  /** The process that asks. */
  public static Author present(Machine machine) {
    String user = System.getProperty("user.name", "?");
    String sudo = System.getenv().getOrDefault("SUDO_USER", user);
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    return new Author(
        sudo.equals(user) ? user : sudo + " as " + user,
        machine.sshConnection().map(connection -> connection.split(" ", 2)[0]),
        pid,
        started(machine, pid),
        boot(machine));
  }

  /** Whether the process is still there. */
  public boolean alive(Machine machine) {
    return ofThisBoot(machine) && !started.isEmpty() && started(machine, pid).equals(started);
  }

  /** Whether the machine was not booted since. */
  public boolean ofThisBoot(Machine machine) {
    return boot(machine).equals(boot);
  }

  /** The id of a machine's present boot. */
  public static String boot(Machine machine) {
    return machine.read(BOOT_ID).map(String::strip).orElse("");
  }

  private static String started(Machine machine, int pid) {
    String stat = machine.read(Path.of("/proc/" + pid + "/stat")).orElse("");
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "));
    return fields.size() > START_FIELD && !ended(fields) ? fields.get(START_FIELD) : "";
  }

  /** A zombie whose threads have all ended: nobody has asked for its exit code yet. */
  private static boolean ended(List<String> fields) {
    return fields.getFirst().equals("Z") && fields.get(THREADS_FIELD).equals("1");
  }

  @Override
  public String toString() {
    return user + from.map(address -> " from " + address).orElse("");
  }
}
