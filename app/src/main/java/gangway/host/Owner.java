package gangway.host;

import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The owner of a function, from two sources: the kernel (the driver that is bound to it) and
 * XenStore (the guest to which it is assigned).
 *
 * <p>See docs/decisions/0001-kernel-and-xenstore-are-the-truth.md.
 */
public sealed interface Owner {
  /** pciback's name below {@code /sys/bus/pci/drivers}, in all kernels. */
  String PCIBACK = "pciback";

  /** No driver is bound to it. */
  record Nobody() implements Owner {
    @Override
    public String toString() {
      return "no driver";
    }
  }

  /** A driver of dom0 is bound to it. */
  record Dom0(String driver) implements Owner {
    @Override
    public String toString() {
      return driver;
    }
  }

  /** Hidden: pciback holds it, and no guest has it. */
  record Pciback() implements Owner {
    @Override
    public String toString() {
      return PCIBACK;
    }
  }

  /**
   * A guest has it.
   *
   * @param vdev its address in the guest
   */
  record Guest(int domid, String name, PciAddress vdev) implements Owner {
    @Override
    public String toString() {
      return "guest " + name;
    }
  }

  /** It is assigned to a guest that is starting and has not taken it yet. */
  record Arriving(int domid, String name) implements Owner {
    @Override
    public String toString() {
      return "guest " + name + " (starting)";
    }
  }

  /**
   * Kernel and XenStore disagree, or an attach or detach was interrupted.
   *
   * @param sides the information from each source, one per line
   */
  record Inconsistent(List<String> sides) implements Owner {
    public Inconsistent {
      sides = List.copyOf(sides);
    }

    @Override
    public String toString() {
      return "inconsistent";
    }
  }

  /** The owner of a function; {@link Inconsistent} if the two sources disagree. */
  static Owner of(PciFunction function, Domains domains) {
    List<Domain> holders = domains.holding(function.address()).toList();
    boolean held = function.driver().equals(Optional.of(PCIBACK));
    if (holders.isEmpty()) {
      return held ? new Pciback() : function.driver().<Owner>map(Dom0::new).orElseGet(Nobody::new);
    }
    if (held && holders.size() == 1) {
      Domain holder = holders.getFirst();
      PciBackend.Entry entry = holder.pci().orElseThrow().entry(function.address()).orElseThrow();
      return switch (holder.assignment(function.address()).orElseThrow()) {
        case ARRIVED -> new Guest(holder.domid(), holder.name(), entry.vdev().orElseThrow());
        case AWAITED -> new Arriving(holder.domid(), holder.name());
        case RELEASED, UNSETTLED -> new Inconsistent(sides(function, holders));
      };
    }
    return new Inconsistent(sides(function, holders));
  }

  private static List<String> sides(PciFunction function, List<Domain> holders) {
    List<String> sides = new ArrayList<>();
    sides.add("the kernel: " + function.driver().map(d -> "held by " + d).orElse("no driver"));
    for (Domain holder : holders) {
      PciBackend pci = holder.pci().orElseThrow();
      PciBackend.Entry entry = pci.entry(function.address()).orElseThrow();
      sides.add(
          "XenStore: %s has it, %s; entry state %s, backend %s, frontend %s"
              .formatted(
                  holder,
                  entry
                      .vdev()
                      .map(vdev -> "seen at " + vdev)
                      .orElse("not visible in the guest yet"),
                  entry.state(),
                  pci.backend(),
                  pci.frontend()));
    }
    return List.copyOf(sides);
  }
}
