package gangway.check;

import gangway.toolstack.Definition;
import gangway.toolstack.DefinitionFile;
import java.util.ArrayList;
import java.util.List;

/** Whether a guest that is made from a definition can have functions. */
final class DefinedTypeChecks {
  private DefinedTypeChecks() {}

  /**
   * Xen lets no function and memory that comes and goes unseen come together: populate-on-demand,
   * paging and sharing (xen/drivers/passthrough/x86/iommu.c, {@code arch_iommu_use_permitted}). The
   * first is what libxl makes of {@code maxmem} above {@code memory}, the others are switched on by
   * tools of their own; a para-virtualized guest can have none of the three, whatever its balloon
   * does.
   */
  static List<Finding> of(DefinitionFile file) {
    Definition definition = file.content();
    List<Finding> findings = new ArrayList<>();
    if (!definition.supported()) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-PV",
              "guest '%s' is defined to be not para-virtualized but %s"
                  .formatted(definition.guest(), definition.type()),
              "Gangway hands functions to PV guests only; use the toolstack's own commands",
              file.file().toString()));
      if (definition.growing()) {
        findings.add(
            Finding.warns(
                "GUEST-MEMORY-ON-DEMAND",
                "guest '%s' has memory on demand, and Xen makes no such guest with a function"
                    .formatted(definition.guest()),
                "let it start with all the memory it may have (memory and maxmem, or libvirt's"
                    + " currentMemory and memory, the same)",
                file.file() + ": it starts with less than it may have"));
      }
    }
    return findings;
  }
}
