package gangway.xen.definition;

/** The tool that manages a guest: it starts the guest and assigns its functions. */
public enum Toolstack {
  /** Xen's own xl. */
  XL("xl"),
  /** libvirt; Gangway calls it by virsh. */
  LIBVIRT("libvirt"),
  /**
   * XAPI of XenServer and XCP-ng, which keeps the definitions of its guests in its own database.
   * Gangway changes none of its guests.
   */
  XAPI("xapi");

  private final String name;

  Toolstack(String name) {
    this.name = name;
  }

  /** A defect: something acts on a guest of XAPI, although every request for one is refused. */
  public static IllegalStateException notOfXapi() {
    return new IllegalStateException("Gangway changes no guest of xapi");
  }

  @Override
  public String toString() {
    return name;
  }
}
