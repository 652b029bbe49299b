package gangway.machine;

import java.util.List;

/**
 * The fields of {@code /proc/PID/stat} (proc_pid_stat(5)).
 *
 * @param fields those after the name of the process, which stands in parentheses and can have any
 *     character
 */
public record ProcessStat(List<String> fields) {
  /** The number of the first field after the name. */
  private static final int FIRST = 3;

  private static final int STATE = 3;
  private static final int SESSION = 6;
  private static final int FLAGS = 9;
  private static final int THREADS = 20;
  private static final int STARTED = 22;

  /** The flag PF_KTHREAD (include/linux/sched.h). */
  private static final long KERNEL_THREAD = 0x0020_0000;

  public ProcessStat {
    fields = List.copyOf(fields);
  }

  /** Reads the content of the file; the content is empty if the process is gone. */
  public static ProcessStat parse(String content) {
    return new ProcessStat(
        List.of(content.substring(content.lastIndexOf(')') + 1).strip().split(" ")));
  }

  /**
   * When the process started, in clock ticks since boot; empty if the process has ended. A zombie
   * has ended if its threads have, too: its parent has not read its exit code yet.
   */
  public String started() {
    boolean ended = field(STATE).equals("Z") && field(THREADS).equals("1");
    return ended ? "" : field(STARTED);
  }

  /** The PID of the leader of the session. */
  String session() {
    return field(SESSION);
  }

  /** Whether the process has memory for a program: it is no zombie and no thread of the kernel. */
  boolean hasProgram() {
    String flags = field(FLAGS);
    return !flags.isEmpty()
        && !field(STATE).equals("Z")
        && (Long.parseLong(flags) & KERNEL_THREAD) == 0;
  }

  private String field(int number) {
    int index = number - FIRST;
    return index < fields.size() ? fields.get(index) : "";
  }
}
