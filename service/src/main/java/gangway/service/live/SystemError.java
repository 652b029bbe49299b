package gangway.service.live;

import java.io.IOException;
import java.util.Map;

/** A system call that failed. */
final class SystemError extends IOException {
  private static final long serialVersionUID = 1;

  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOTDIR = 20;
  static final int ENOBUFS = 105;

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
  int number() {
    return number;
  }
}
