package gangway.host.storage;

/**
 * A use whose data cannot be followed to a PCI function, another machine, memory or hardware that
 * is on no PCI function.
 *
 * @param what the mount point, {@code swap}, or another description
 * @param why what is missing, a sentence
 * @param where where the data may be
 * @param later whether only a guest that does not run uses it
 */
public record Unplaced(String what, String why, Where where, boolean later) {
  /** A use now. */
  public Unplaced(String what, String why, Where where) {
    this(what, why, where, false);
  }

  /** Where data may be whose place is not known. */
  public enum Where {
    /** On a disk that this machine has; the disk itself may be on another machine. */
    ON_A_DISK,
    /** On another machine. */
    REMOTE,
    ANYWHERE
  }
}
