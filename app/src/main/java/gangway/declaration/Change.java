package gangway.declaration;

import gangway.pci.PciAddress;
import gangway.request.Request.Reach;
import java.util.Set;

/** A difference between a host and a declaration: what the host still has to do. */
public sealed interface Change {
  PciAddress function();

  /** Where the host differs from the declaration. */
  Set<Reach> reach();

  /** A function that is not hidden, or only now, or only after reboot. */
  record Hide(PciAddress function, Set<Reach> reach) implements Change {
    public Hide {
      reach = Set.copyOf(reach);
    }

    @Override
    public String toString() {
      return "+ hide %s %s".formatted(function, when(reach, "after reboot"));
    }
  }

  /** A device that a guest must have. */
  record Attach(String guest, PciAddress function, Set<Reach> reach) implements Change {
    public Attach {
      reach = Set.copyOf(reach);
    }

    @Override
    public String toString() {
      return "+ attach %s to guest %s %s".formatted(function, guest, when(reach, IN_DEFINITION));
    }
  }

  /** A device that a guest must not have. */
  record Detach(String guest, PciAddress function, Set<Reach> reach) implements Change {
    public Detach {
      reach = Set.copyOf(reach);
    }

    @Override
    public String toString() {
      return "- detach %s from guest %s %s".formatted(function, guest, when(reach, IN_DEFINITION));
    }
  }

  /** The lasting half of a change of a guest. */
  String IN_DEFINITION = "in its definition";

  private static String when(Set<Reach> reach, String lasting) {
    if (!reach.contains(Reach.LASTING)) {
      return "now";
    }
    return reach.contains(Reach.NOW) ? "now and " + lasting : lasting;
  }
}
