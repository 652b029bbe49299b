package gangway.check;

import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.notes;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.pci.Capability.PortType;
import gangway.pci.ConfigBytes;
import java.util.stream.Stream;

/** Hosts on which a function affects other functions or shares hardware with them. */
final class AffectedFunctionCases {
  static final String VIRTUAL = "0000:09:10.0";
  static final String PORT = "0000:00:1c.0";

  private AffectedFunctionCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        warns("KIN-FUNCTIONS", attach(NOW, "pv1", TWIN), on -> on.hidden(TWIN)),
        warns("KIN-FUNCTIONS", attach(LASTING, "pv2", TWIN), on -> on.hidden(TWIN)),
        warns(
            "KIN-FUNCTIONS",
            attach(NOW, "pv1", TWIN),
            on -> on.guest(4, "pv2").hidden(TWIN, OTHER_TWIN).given(4, OTHER_TWIN)),
        warns(
            "KIN-BUS-RESET",
            attach(NOW, "pv1", TWIN),
            on -> on.hidden(TWIN).without(on.folder(TWIN) + "/reset_method")),
        warns(
            "KIN-BUS-RESET",
            attach(NOW, "pv1", TWIN),
            on -> on.hidden(TWIN).put(on.folder(TWIN) + "/reset_method", "bus\n")),
        warns("KIN-CONVENTIONAL-BRIDGE", hide(NOW, TWIN), on -> {}),
        warns("KIN-CONVENTIONAL-BRIDGE", attach(NOW, "pv1", TWIN), on -> on.hidden(TWIN)),
        blocksUnlessAccepted(
            "KIN-VIRTUAL-FUNCTIONS", hide(NOW, CARD), AffectedFunctionCases::withVirtual),
        blocksUnlessAccepted(
            "KIN-VIRTUAL-FUNCTIONS", hide(LASTING, CARD), AffectedFunctionCases::withVirtual),
        blocksUnlessAccepted(
            "KIN-VIRTUAL-FUNCTIONS", attach(NOW, "pv1", CARD), on -> withVirtual(on).hidden(CARD)),
        warns("KIN-PHYSICAL-FUNCTION", hide(NOW, VIRTUAL), on -> withVirtual(on).hidden(CARD)),
        warns(
            "KIN-PHYSICAL-FUNCTION",
            attach(NOW, "pv1", VIRTUAL),
            on -> withVirtual(on).hidden(VIRTUAL).hidden(CARD)),
        notes("KIN-NO-ACS", attach(NOW, "pv1", CARD), on -> withoutAccessControl(on.hidden(CARD))),
        warns("KIN-INTERRUPT", attach(NOW, "pv1", CARD), on -> onASharedLine(on.hidden(CARD))),
        warns("KIN-PAGE", attach(NOW, "pv1", CARD), on -> onASharedPage(on.hidden(CARD))),
        blocksUnlessAccepted("KIN-RMRR", hide(BOTH, CARD), on -> reserved(on, CARD, TWIN)),
        blocksUnlessAccepted(
            "KIN-RMRR", attach(NOW, "pv1", CARD), on -> reserved(on.hidden(CARD), CARD, TWIN)),
        warns("KIN-RMRR", attach(NOW, "pv1", CARD), on -> reserved(on.hidden(CARD), CARD)));
  }

  static GuideHost withVirtual(GuideHost host) {
    return host.function(PORT + "/" + VIRTUAL, "8086:10ca", "20000", "igbvf")
        .virtual(CARD, VIRTUAL);
  }

  /** The port is one function of a device with two; MANAGEMENT is behind the other one. */
  static GuideHost withoutAccessControl(GuideHost host) {
    return host.config(PORT, new ConfigBytes().express(PortType.ROOT_PORT).bytes());
  }

  static GuideHost onASharedLine(GuideHost host) {
    return host.config(CARD, new ConfigBytes().bytes())
        .put(host.folder(CARD) + "/irq", "16\n")
        .put(
            "proc/interrupts",
            " 16:    0    0  xen-pirq    -ioapic-level  xen-pciback[0000:09:00.0],"
                + " ehci_hcd:usb1\n");
  }

  static GuideHost onASharedPage(GuideHost host) {
    return host.put(
            host.folder(CARD) + "/resource",
            "0x00000000fea00200 0x00000000fea002ff 0x0000000000040200\n")
        .put(
            "proc/iomem",
            """
            fea00000-feafffff : PCI Bus 0000:09
              fea00000-fea001ff : %s
              fea00200-fea002ff : %s
            """
                .formatted(MANAGEMENT, CARD));
  }

  static GuideHost reserved(GuideHost host, String... functions) {
    StringBuilder log = new StringBuilder("(XEN) [VT-D]found ACPI_DMAR_RMRR:\n");
    for (String function : functions) {
      log.append("(XEN) [VT-D] endpoint: ").append(function).append('\n');
    }
    return host.answer("xl dmesg", log + "(XEN) Interrupt remapping enabled\n");
  }
}
