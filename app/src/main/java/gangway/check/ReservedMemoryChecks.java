package gangway.check;

import gangway.host.Xen;
import gangway.host.XenLog;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;

/**
 * Checks for functions that the firmware still uses, through memory that it has reserved (RMRR).
 *
 * <p>What happens without the finding {@code KIN-RMRR}: the toolstack fails in the middle of the
 * operation, or the guest's device can read and write memory of the firmware.
 */
final class ReservedMemoryChecks {
  private ReservedMemoryChecks() {}

  static List<Finding> of(AffectedFunction kin) {
    XenLog log = kin.host().xen().map(Xen::log).orElse(XenLog.NONE);
    return log.reserved().stream()
        .filter(functions -> functions.contains(kin.address()))
        .findFirst()
        .flatMap(functions -> of(kin, functions))
        .stream()
        .toList();
  }

  /**
   * Xen assigns a function with shared reserved memory to no other domain, not even to quarantine
   * (xen/drivers/passthrough/vtd/iommu.c, {@code intel_iommu_assign_device}).
   */
  private static Optional<Finding> of(AffectedFunction kin, List<PciAddress> functions) {
    boolean attach = kin.request() instanceof Request.Attach;
    PciAddress address = kin.address();
    String told =
        "xl dmesg: ACPI_DMAR_RMRR for "
            + String.join(
                ", ", PeerFunctions.bounded(functions.stream().map(PciAddress::toString)));
    if (functions.size() > 1) {
      return attach || kin.request().now()
          ? Optional.of(
              Finding.blocks(
                      "KIN-RMRR",
                      ("the firmware uses %s and other functions through the same reserved memory"
                              + " (RMRR), and Xen does not separate them")
                          .formatted(address),
                      "look for a firmware setting that ends this (USB legacy support, remote"
                          + " management); Xen accepts a guest with rdm_policy=relaxed in its"
                          + " definition, at the host's risk",
                      told)
                  .about(address)
                  .unlessAccepted())
          : Optional.empty();
    }
    return attach
        ? Optional.of(
            Finding.warns(
                    "KIN-RMRR",
                    ("the firmware uses %s through reserved memory (RMRR), which the guest's device"
                            + " can then read and write")
                        .formatted(address),
                    "look for a firmware setting that ends this (USB legacy support, remote"
                        + " management)",
                    told)
                .about(address))
        : Optional.empty();
  }
}
