package gangway.pci;

/** Finds the functions of a machine by what a user calls them. */
public interface FunctionFinder {
  /**
   * The function that a user names.
   *
   * @param text an address in any form of {@link PciAddress#parse}, or {@code vendor:product} if
   *     exactly one function has it
   * @throws gangway.Problem of kind USAGE, which names the nearest match
   */
  PciFunction meant(String text);

  /** Whether the machine has a function, also one whose class and ids cannot be read. */
  boolean has(PciAddress address);

  /**
   * The address that a user names, also of a function that this machine does not have.
   *
   * @param text as for {@link #meant}
   * @throws gangway.Problem of kind USAGE if the text is not an address and names no single
   *     function
   */
  default PciAddress address(String text) {
    return PciAddress.parse(text).orElseGet(() -> meant(text).address());
  }
}
