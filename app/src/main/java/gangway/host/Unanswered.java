package gangway.host;

import gangway.pci.PciAddress;
import java.util.List;

/**
 * A query that every host answers and that this host did not answer, or answered in an unknown
 * format. What the answer would have shown is unknown, so it does not count as absent.
 *
 * @param subject what the answer tells
 * @param why what could not be queried, a sentence: {@code /proc/swaps is empty}
 * @param functions the functions that the answer is about; empty if it is about the whole host
 */
public record Unanswered(Subject subject, String why, List<PciAddress> functions) {
  /** What an answer tells. */
  public enum Subject {
    /** What dom0 and the guests have on disks and on other machines. */
    STORAGE,
    /**
     * The same, in a copy of some files of a host: its other files are missing too, so only
     * functions that disks are on are in doubt.
     */
    STORAGE_OF_A_COPY,
    /** dom0's interfaces, addresses, routes and tunnels. */
    NETWORK,
    /** The screens, consoles and keyboards of dom0 and Xen. */
    CONSOLES,
    /** Whether a function answers, and what is on it. */
    FUNCTION,
    /** Whether Xen uses an IOMMU. */
    IOMMU,
    /** Which functions the firmware still uses. */
    RESERVED_MEMORY,
    /** The free space for the files of an operation. */
    SPACE,
    /** The running kernel and its modules. */
    KERNEL
  }

  public Unanswered {
    functions = List.copyOf(functions);
  }

  /** A function about which next to nothing is known. */
  static Unanswered ofFunction(PciAddress function) {
    return new Unanswered(
        Subject.FUNCTION,
        "the class and ids of %s cannot be read".formatted(function),
        List.of(function));
  }

  /** Whether the missing answer can be about a function. */
  public boolean concerns(PciAddress function) {
    return functions.isEmpty() || functions.contains(function);
  }
}
