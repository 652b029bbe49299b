package gangway.view;

import gangway.host.Owner;
import gangway.pci.PciAddress;
import java.util.List;

/** The owner of a function; the member {@code kind} says which of these. */
public sealed interface OwnerView extends View {

  /** No driver is bound to the function. */
  record None() implements OwnerView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "none");
    }
  }

  /** A driver of dom0. */
  record Dom0(String driver) implements OwnerView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "dom0");
      json.text("driver", driver);
    }
  }

  /** pciback; no guest has the function. */
  record Pciback() implements OwnerView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "pciback");
    }
  }

  /**
   * A guest.
   *
   * @param vdev the address that the guest sees
   */
  record Guest(String guest, int domid, PciAddress vdev) implements OwnerView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "guest");
      json.text("guest", guest);
      json.number("domid", domid);
      json.text("vdev", vdev);
    }
  }

  /** A guest that starts and does not use the function yet. */
  record Arriving(String guest, int domid) implements OwnerView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "arriving");
      json.text("guest", guest);
      json.number("domid", domid);
    }
  }

  /** The kernel and XenStore disagree, or an attach or detach did not finish. */
  record Inconsistent(List<String> evidence) implements OwnerView {
    public Inconsistent {
      evidence = List.copyOf(evidence);
    }

    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "inconsistent");
      json.texts("evidence", evidence);
    }
  }

  static OwnerView of(Owner owner) {
    return switch (owner) {
      case Owner.Nobody _ -> new None();
      case Owner.Dom0(String driver) -> new Dom0(driver);
      case Owner.Pciback _ -> new Pciback();
      case Owner.Guest(int domid, String name, PciAddress vdev) -> new Guest(name, domid, vdev);
      case Owner.Arriving(int domid, String name) -> new Arriving(name, domid);
      case Owner.Inconsistent(List<String> sides) -> new Inconsistent(sides);
    };
  }
}
