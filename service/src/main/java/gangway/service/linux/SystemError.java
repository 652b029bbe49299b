package gangway.service.linux;

import java.io.IOException;
import java.util.Map;

/** A system call that failed. */
public final class SystemError extends IOException {
  private static final long serialVersionUID = 1;

  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int ENOTDIR = 20;
  public static final int ERANGE = 34;
  public static final int ENOBUFS = 105;

  /** The names of the errors that can be expected here (asm-generic/errno.h). */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(ESRCH, "ESRCH"),
          Map.entry(EINTR, "EINTR"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(ENOTDIR, "ENOTDIR"),
          Map.entry(22, "EINVAL"),
          Map.entry(24, "EMFILE: too many open files"),
          Map.entry(28, "ENOSPC: the limit fs.inotify.max_user_watches is reached"),
          Map.entry(ERANGE, "ERANGE"),
          Map.entry(38, "ENOSYS: this kernel is too old"),
          Map.entry(40, "ELOOP"),
          Map.entry(93, "EPROTONOSUPPORT"),
          Map.entry(97, "EAFNOSUPPORT"),
          Map.entry(ENOBUFS, "ENOBUFS"));

  private final int number;

  SystemError(String call, int number) {
    super("%s: %s (%d)".formatted(call, NAMES.getOrDefault(number, "error"), number));
    this.number = number;
  }

  /** The value of errno. */
  public int number() {
    return number;
  }
}
