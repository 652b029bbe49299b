package gangway.guard;

import gangway.xen.definition.Toolstack;
import java.util.List;
import java.util.stream.Stream;

/** What the guard cannot prevent on a host, one sentence each. */
public final class NotCovered {
  private NotCovered() {}

  /** XAPI saves and migrates guests by its own programs, not by libxl. */
  public static Stream<String> of(List<GuestRisk> guests) {
    List<String> names =
        guests.stream()
            .filter(guest -> guest.toolstack() == Toolstack.XAPI)
            .map(guest -> guest.domain().toString())
            .toList();
    return names.isEmpty()
        ? Stream.empty()
        : Stream.of(
            ("not guarded: what xapi does with its guests (%s), because it uses neither xl nor"
                    + " libxl-save-helper. xapi itself refuses to suspend, checkpoint or migrate a"
                    + " guest to which it has attached a PCI device (VM_HAS_PCI_ATTACHED). The"
                    + " guard stops only xl and virsh for these guests")
                .formatted(String.join(", ", names)));
  }
}
