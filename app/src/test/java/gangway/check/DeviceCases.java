package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.notes;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.pci.ConfigBytes;
import java.util.stream.Stream;

/** Hosts with a function that does not work, is in use, or does not suit a guest. */
final class DeviceCases {
  static final String ACCELERATOR = "0000:04:00.0";

  private DeviceCases() {}

  static Stream<CheckCase> cases() {
    ConfigBytes narrow = new ConfigBytes().express(3, 4, 3, 1);
    ConfigBytes slow = new ConfigBytes().express(3, 4, 1, 4);
    ConfigBytes vectors = new ConfigBytes().msiX(64);
    return Stream.of(
        blocks("DEVICE-GONE", hide(BOTH, CARD), on -> on.config(CARD, ConfigBytes.gone())),
        blocks(
            "DEVICE-GONE",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).config(CARD, ConfigBytes.gone())),
        warns("DEVICE-NO-RESET", hide(BOTH, CARD), on -> fact(on, "reset_method", "\n")),
        warns(
            "DEVICE-NO-RESET",
            attach(NOW, "pv1", CARD),
            on -> fact(on.hidden(CARD), "reset_method", "\n")),
        warns("DEVICE-LINK", hide(LASTING, CARD), on -> on.config(CARD, narrow.bytes())),
        notes("DEVICE-LINK", hide(NOW, CARD), on -> on.config(CARD, slow.bytes())),
        warns("DEVICE-ERRORS", hide(NOW, CARD), on -> fact(on, "aer_dev_fatal", "DLP 2\n")),
        warns("DEVICE-ERRORS", hide(NOW, CARD), on -> fact(on, "aer_dev_nonfatal", "CmpltTO 1\n")),
        notes("DEVICE-ERRORS", hide(NOW, CARD), on -> fact(on, "aer_dev_correctable", "RxErr 9\n")),
        warns(
            "DEVICE-POWER",
            attach(NOW, "pv1", CARD),
            on -> fact(on.hidden(CARD), "power_state", "D3cold\n")),
        warns("DEVICE-POWER", hide(NOW, CARD), on -> fact(on, "power/runtime_status", "error\n")),
        notes(
            "DEVICE-MSIX",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).config(CARD, vectors.bytes())),
        blocksUnlessAccepted(
            "DEVICE-OPEN", hide(NOW, CARD), on -> on.opened("phc2sys", "ptp1", CARD)),
        blocksUnlessAccepted(
            "DEVICE-OPEN",
            hide(NOW, DiskStacks.NVME),
            on -> {
              DiskStacks.on(on).withoutPlainUses().nvmes();
              on.put("proc/77/comm", "postgres\n").link("proc/77/fd/5", "/dev/nvme0n1");
            }),
        warns("DEVICE-VFIO", hide(NOW, ACCELERATOR), DeviceCases::vfio),
        notes("DEVICE-BOOT-DIFFERS", attach(LASTING, "pv2", CARD), on -> on.hidden(CARD)));
  }

  static GuideHost fact(GuideHost host, String file, String text) {
    return host.put(host.folder(CARD) + "/" + file, text);
  }

  /** A function that a program in dom0 drives directly. */
  static GuideHost vfio(GuideHost host) {
    return host.function(ACCELERATOR, "8086:37c8", "b4000", "vfio-pci");
  }
}
