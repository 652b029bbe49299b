package gangway.guard;

import gangway.pci.Address;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What becomes of a running guest that is saved, restored or migrated.
 *
 * <p>A device does not come with it, and the kernel of a Linux PV guest that ever had one since its
 * boot dies on resume: it keeps the device's interrupt line, and frees it while it walks the list
 * of them ({@code restore_pirqs} in drivers/xen/events/events_base.c). So a guest of which that is
 * not known not to be so is taken to be one.
 */
public sealed interface Risk {

  /** It has functions now. */
  record Has(List<Address> functions) implements Risk {
    public Has {
      functions = List.copyOf(functions);
    }

    @Override
    public String toString() {
      return "has "
          + functions.stream().map(Address::toString).collect(Collectors.joining(", "))
          + ", which would be lost to it";
    }
  }

  /** A run of Gangway is about to give it one, or to take one from it. */
  record InHand(String run) implements Risk {
    @Override
    public String toString() {
      return "is in hand: " + run;
    }
  }

  /** It had some since its boot. */
  record Had(String evidence) implements Risk {
    @Override
    public String toString() {
      return "had a device since its boot (" + evidence + "), and its kernel may die of that";
    }
  }

  /** Nobody can tell whether it had one. */
  record Unknown(String why) implements Risk {
    @Override
    public String toString() {
      return "may have had a device since its boot: " + why;
    }
  }

  /** It had none. */
  record None(String why) implements Risk {
    @Override
    public String toString() {
      return "had no device since its boot: " + why;
    }
  }

  /** Whether it is to be kept from being saved. */
  default boolean present() {
    return !(this instanceof None);
  }
}
