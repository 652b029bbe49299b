package gangway.service.operation;

import gangway.machine.ProcessStat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, also after another one has got its number.
 *
 * @param started when the process started, in clock ticks since boot: the field "starttime" of
 *     proc_pid_stat(5)
 */
record ProcessMark(long pid, String started) {
  /** No process: never alive. */
  static final ProcessMark NONE = new ProcessMark(0, "");

  static ProcessMark of(long pid) {
    return new ProcessMark(pid, started(pid));
  }

  /** Whether the process exists and has not ended. */
  boolean alive() {
    return !started.isEmpty() && started(pid).equals(started);
  }

  /** Sends SIGTERM. The command then stops when its step has ended, and undoes its work. */
  void terminate() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  private static String started(long pid) {
    try {
      Path file = Path.of("/proc/" + pid + "/stat");
      return ProcessStat.parse(Files.readString(file, StandardCharsets.ISO_8859_1)).started();
    } catch (IOException ended) {
      return "";
    }
  }
}
