package gangway.check;

import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.protocol.GuestType;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether a guest that starts from a definition can have functions.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-NOT-PV}: Gangway writes a function into the definition of a guest that takes
 *       functions in another way than PV guests do.
 *   <li>{@code GUEST-MEMORY-ON-DEMAND}: the guest fails to start.
 * </ul>
 */
final class DefinedTypeChecks {
  private DefinedTypeChecks() {}

  /**
   * Xen refuses a function for a guest whose memory is populated on demand, paged or shared
   * (xen/drivers/passthrough/x86/iommu.c, {@code arch_iommu_use_permitted}). libxl uses
   * populate-on-demand if {@code maxmem} is above {@code memory}; separate tools switch on paging
   * and sharing. A PV guest never has any of the three; its balloon driver does not matter.
   */
  static List<Finding> of(DefinitionFile file) {
    Definition definition = file.content();
    List<Finding> findings = new ArrayList<>();
    // a type that the toolstack refuses is DEFINITION-REFUSED
    if (!definition.supported() && definition.type() != GuestType.UNKNOWN) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-PV",
              "guest '%s' is defined as type %s, and Gangway attaches functions only to PV guests"
                  .formatted(definition.guest(), definition.type()),
              "use the toolstack's own commands: xl pci-attach, or virsh attach-device",
              file.file().toString()));
      if (definition.growing()) {
        findings.add(
            Finding.warns(
                "GUEST-MEMORY-ON-DEMAND",
                ("guest '%s' starts with less memory than its maximum, and Xen does not create such"
                        + " a guest with a function")
                    .formatted(definition.guest()),
                "set start memory and maximum to the same value: memory and maxmem (xl), or"
                    + " currentMemory and memory (libvirt)",
                file.file() + ": the start memory is below the maximum"));
      }
    }
    return findings;
  }
}
