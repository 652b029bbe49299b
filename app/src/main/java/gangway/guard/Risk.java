package gangway.guard;

import gangway.pci.PciAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to a running guest that is saved and restored, or migrated.
 *
 * <p>The guest loses its devices. The kernel of a Linux PV guest that had a device since its boot
 * crashes on resume: it keeps the device's interrupt line, and frees the line while it walks the
 * list of lines ({@code restore_pirqs} in drivers/xen/events/events_base.c). A guest of unknown
 * history is treated as at risk.
 */
public sealed interface Risk {

  /** The guest has functions now. */
  record Has(List<PciAddress> functions) implements Risk {
    public Has {
      functions = List.copyOf(functions);
    }

    @Override
    public String toString() {
      return "has "
          + functions.stream().map(PciAddress::toString).collect(Collectors.joining(", "))
          + " and would lose it";
    }
  }

  /** An operation of Gangway that attaches or detaches functions of the guest has not ended. */
  record InProgress(String run) implements Risk {
    @Override
    public String toString() {
      return "is claimed by an operation in progress or interrupted: " + run;
    }
  }

  /** The guest had functions since its boot. */
  record Had(String evidence) implements Risk {
    @Override
    public String toString() {
      return "had a device since its boot (" + evidence + "), and its kernel may crash on resume";
    }
  }

  /** It is unknown whether the guest had a function. */
  record Unknown(String why) implements Risk {
    @Override
    public String toString() {
      return "may have had a device since its boot: " + why;
    }
  }

  /** The guest had no function since its boot, or is not affected. */
  record None(String why) implements Risk {
    @Override
    public String toString() {
      return "had no device since its boot: " + why;
    }
  }

  /** Whether the guest must not be saved. */
  default boolean present() {
    return !(this instanceof None);
  }
}
