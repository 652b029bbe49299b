package gangway.service.linux;

/**
 * A file descriptor to wait for.
 *
 * @param number the file descriptor
 * @param events what to wait for, as for poll(2)
 */
public record Descriptor(int number, short events) {
  /** Data can be read (poll.h). */
  public static final short READABLE = 0x001;

  /** Something exceptional: a file of /proc changed (poll.h, POLLPRI). */
  public static final short URGENT = 0x002;

  public static final short ERROR = 0x008;
  public static final short HANG_UP = 0x010;
  public static final short INVALID = 0x020;

  /** Waits until data can be read. */
  public static Descriptor readable(int number) {
    return new Descriptor(number, READABLE);
  }

  /** Waits until a file of /proc changes. */
  public static Descriptor urgent(int number) {
    return new Descriptor(number, URGENT);
  }
}
