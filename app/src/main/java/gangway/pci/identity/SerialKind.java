package gangway.pci.identity;

/** The kinds of serial numbers that a device can have. */
public enum SerialKind {
  /**
   * The capability Device Serial Number of PCI Express, in the configuration space; of a virtual
   * function that of its physical function.
   */
  DEVICE("device serial number"),
  /** The permanent MAC addresses of its network interfaces. */
  MAC("permanent MAC address"),
  /** The serial number of an NVMe controller. */
  NVME("NVMe serial number");

  private final String words;

  SerialKind(String words) {
    this.words = words;
  }

  /** Its name in a sentence. */
  public String words() {
    return words;
  }
}
