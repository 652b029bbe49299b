package gangway.check;

import java.util.List;

/**
 * Something that dom0, its guests or its users have on a function.
 *
 * @param what a mount point, an address, a session, or another description
 * @param chain from the device that is directly on the function up to what uses it, which is the
 *     last: {@code /dev/sda}, {@code /dev/md0 (raid1)}, {@code /}; empty if the path is not known
 */
public record Carried(Kind kind, String what, List<String> chain) {
  public Carried {
    chain = List.copyOf(chain);
  }

  /** What it is, worst first if it is lost; the names are those of the JSON. */
  public enum Kind {
    /** A file system that dom0 runs or boots from. */
    SYSTEM("system"),
    /** Mounted in dom0, or used as swap. */
    FILE_SYSTEM("file-system"),
    /** An active volume without a known use. */
    VOLUME("volume"),
    /** A disk of a running guest. */
    GUEST_DISK("guest-disk"),
    /** Mounted at the next boot of dom0. */
    NEXT_BOOT("next-boot"),
    /** A disk in a guest's definition. */
    DEFINED_GUEST_DISK("defined-guest-disk"),
    /** Part of a volume that is not active. */
    DORMANT("dormant"),
    /** A session from another machine. */
    SESSION("session"),
    /** A file system or disk of another machine, perhaps the root file system. */
    REMOTE("remote"),
    DEFAULT_ROUTE("default-route"),
    /** The network of a running guest. */
    GUEST_NETWORK("guest-network"),
    /** An address of dom0. */
    ADDRESS("address"),
    /** A bridge, bond or VLAN without another use. */
    NETWORK("network"),
    /** A screen of dom0. */
    SCREEN("screen"),
    /** A console of dom0 or Xen. */
    CONSOLE("console"),
    KEYBOARD("keyboard"),
    /** A part of the board's management controller. */
    BMC("bmc"),
    /** Something that may be on this function: its place cannot be determined. */
    UNKNOWN("unknown");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
