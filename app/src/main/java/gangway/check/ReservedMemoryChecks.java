package gangway.check;

import gangway.host.Xen;
import gangway.host.XenLog;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;

/** Functions that firmware goes on using, in memory it has reserved (RMRR). */
final class ReservedMemoryChecks {
  private ReservedMemoryChecks() {}

  static List<Finding> of(Kin kin) {
    XenLog log = kin.host().xen().map(Xen::log).orElse(XenLog.NONE);
    return log.reserved().stream()
        .filter(functions -> functions.contains(kin.address()))
        .findFirst()
        .flatMap(functions -> of(kin, functions))
        .stream()
        .toList();
  }

  /**
   * What is shared Xen lets go of for nobody, not even into quarantine
   * (xen/drivers/passthrough/vtd/ iommu.c, {@code intel_iommu_assign_device}).
   */
  private static Optional<Finding> of(Kin kin, List<Address> functions) {
    boolean attach = kin.request() instanceof Request.Attach;
    Address address = kin.address();
    String told =
        "xl dmesg: ACPI_DMAR_RMRR for "
            + String.join(", ", Neighbours.bounded(functions.stream().map(Address::toString)));
    if (functions.size() > 1) {
      return attach || kin.request().now()
          ? Optional.of(
              Finding.blocks(
                      "KIN-RMRR",
                      "firmware uses %s and others through the same reserved memory, and Xen does not part them"
                          .formatted(address),
                      "see whether a setting of the firmware ends it; a definition with"
                          + " rdm_policy=relaxed is let pass, at the host's risk",
                      told)
                  .about(address)
                  .unlessAccepted())
          : Optional.empty();
    }
    return attach
        ? Optional.of(
            Finding.warns(
                    "KIN-RMRR",
                    "firmware uses %s through reserved memory, which the guest's device can then reach"
                        .formatted(address),
                    "see whether a setting of the firmware ends it (USB legacy support, remote"
                        + " management)",
                    told)
                .about(address))
        : Optional.empty();
  }
}
