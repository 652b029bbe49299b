package gangway.check;

import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.host.GuideHost.CARD;

import gangway.host.GuideHost;
import java.util.stream.Stream;

/** Hosts whose Xen or pciback gives a guest more access than it must have. */
final class XenCases {
  private XenCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        warns(
            "XEN-NO-INTERRUPT-REMAPPING",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).answer("xl dmesg", "(XEN) Interrupt remapping disabled\n")),
        warns(
            "XEN-NO-INTERRUPT-REMAPPING",
            attach(NOW, "pv1", CARD),
            on ->
                startedWith(on.hidden(CARD), "iommu=no-intremap")
                    .answer("xl dmesg", "(XEN) Dom0 has maximum 2 VCPUs\n")),
        warns(
            "XEN-NO-QUARANTINE",
            attach(NOW, "pv1", CARD),
            on -> startedWith(on.hidden(CARD), "iommu=verbose,quarantine=off")),
        warns(
            "XEN-XSA-476",
            attach(NOW, "pv1", CARD),
            on -> aboveFourGiB(on.hidden(CARD)).put("sys/hypervisor/version/extra", ".5\n")),
        warns(
            "XEN-PERMISSIVE",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).put("sys/bus/pci/drivers/pciback/permissive", CARD + "\n")));
  }

  static GuideHost startedWith(GuideHost host, String words) {
    return host.answer(
        "xl info",
        """
        virt_caps              : pv pv_directio
        xen_commandline        : placeholder %s
        """
            .formatted(words));
  }

  static GuideHost aboveFourGiB(GuideHost host) {
    return host.put(
        host.folder(CARD) + "/resource",
        "0x0000000380000000 0x00000003800fffff 0x000000000014220c\n");
  }
}
