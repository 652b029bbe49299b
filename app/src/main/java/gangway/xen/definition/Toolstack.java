package gangway.xen.definition;

/** The tool that manages a guest: it starts the guest and assigns its functions. */
public enum Toolstack {
  /** Xen's own xl. */
  XL("xl"),
  /** libvirt; Gangway calls it by virsh. */
  LIBVIRT("libvirt");

  private final String name;

  Toolstack(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
