package gangway.service.live;

/**
 * A file descriptor to wait for.
 *
 * @param number the file descriptor
 * @param events what to wait for, as for poll(2)
 */
record Descriptor(int number, short events) {
  /** Data can be read (poll.h). */
  static final short READABLE = 0x001;

  /** Something exceptional: a file of /proc changed (poll.h, POLLPRI). */
  static final short URGENT = 0x002;

  static final short ERROR = 0x008;
  static final short HANG_UP = 0x010;
  static final short INVALID = 0x020;

  /** Waits until data can be read. */
  static Descriptor readable(int number) {
    return new Descriptor(number, READABLE);
  }

  /** Waits until a file of /proc changes. */
  static Descriptor urgent(int number) {
    return new Descriptor(number, URGENT);
  }
}
