package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import gangway.MemoryFolder;
import gangway.host.HostSnapshot.Pciback;
import gangway.machine.FolderMachine;
import gangway.xen.guest.Guest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's host as the observer reads it. */
class ObserverTest {
  private GuideHost guide;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @BeforeEach
  void host() {
    guide = new GuideHost(folder);
  }

  @Test
  void theGuidesHostIsRead() {
    HostSnapshot host = guide.observed();
    assertThat(host.root()).isTrue();
    assertThat(host.xen().map(Xen::version)).contains("4.17.7");
    assertThat(host.xen().map(Xen::iommu)).contains(Answer.YES);
    assertThat(host.pciback()).isEqualTo(Pciback.LOADED);
    assertThat(host.rebuilding().orElseThrow()).hasToString("initramfs-tools");
    assertThat(host.inspections().values()).allMatch(c -> c.override().isEmpty());
    assertThat(host.inventory().stream()).hasSize(8).noneMatch(HostFunction::hiddenNow);
    assertThat(host.guests().all()).extracting(Guest::name).containsExactly("pv1", "pv2");
  }

  @Test
  void hiddenNowAndHiddenAfterRebootAreIndependent() {
    guide.hidden(CARD, TWIN);
    guide.put(
        "etc/modprobe.d/gangway.conf",
        """
        options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)
        softdep e1000e pre: xen-pciback
        softdep e1000 pre: xen-pciback
        """);
    Inventory inventory = guide.observed().inventory();
    HostFunction both = inventory.at(address(CARD)).orElseThrow();
    assertThat(both.hiddenNow()).isTrue();
    assertThat(both.hiddenAfterReboot()).isTrue();
    assertThat(both.namedIn().orElseThrow().place()).isEqualTo("/etc/modprobe.d/gangway.conf:1");
    HostFunction now = inventory.at(address(TWIN)).orElseThrow();
    assertThat(now.hiddenNow()).isTrue();
    assertThat(now.hiddenAfterReboot()).isFalse();
    HostFunction later = inventory.at(address(OTHER_TWIN)).orElseThrow();
    assertThat(later.hiddenNow()).isFalse();
    assertThat(later.hiddenAfterReboot()).isTrue();
    assertThat(inventory.at(address("0b:00.0"))).isEmpty();
  }

  @Test
  void pcibackIsLoadedLoadableOrMissing() {
    assertThat(guide.observed().pciback()).isEqualTo(Pciback.LOADED);
    assertThat(guide.withPcibackToLoad().observed().pciback()).isEqualTo(Pciback.LOADABLE);
    guide.without("lib/modules/xen-pciback.ko");
    assertThat(guide.observed().pciback()).isEqualTo(Pciback.MISSING);
  }

  @Test
  void pcibackCountsAsMissingIfModprobeDoesNotRun() {
    guide.withPcibackToLoad();
    HostSnapshot host = new Observer(new FolderMachine(folder)).host();
    assertThat(host.pciback()).isEqualTo(Pciback.MISSING);
  }

  @Test
  void driverOverridesAreRead() {
    guide.put(guide.folder(CARD) + "/driver_override", "pciback\n");
    guide.put(guide.folder(TWIN) + "/driver_override", "\n");
    HostSnapshot host = guide.observed();
    assertThat(host.inspection(address(CARD)).flatMap(FunctionInspection::override))
        .contains("pciback");
    assertThat(host.inspection(address(TWIN)).flatMap(FunctionInspection::override)).isEmpty();
  }

  @Test
  void detailsAreReadOnlyForTheFunctionsOfTheRequestAndTheirBridges() {
    Observer observer = new Observer(guide.machine());
    HostSnapshot host = observer.host(observer.inventory(), List.of(address(CARD)));
    assertThat(host.inspections()).containsOnlyKeys(address(CARD), address("0000:00:1c.0"));
    assertThat(host.assignments().originals()).containsOnlyKeys(address(CARD));
  }

  @Test
  void theIommuOfXenIsRead() {
    assertThat(xen().map(Xen::iommu)).contains(Answer.YES);
    guide.withoutIommu();
    assertThat(xen().map(Xen::iommu)).contains(Answer.NO);
    guide.answer("xl info", "release                : 6.1.0\n");
    assertThat(xen().map(Xen::iommu)).contains(Answer.UNKNOWN);
    guide.withoutXl();
    assertThat(xen().map(Xen::iommu)).contains(Answer.UNKNOWN);
  }

  @Test
  void xensCommandLineAndLogAreRead() {
    Xen xen = xen().orElseThrow();
    assertThat(xen.commandLine().text()).startsWith("placeholder").endsWith("iommu=verbose");
    assertThat(xen.log().interruptRemapping()).isEqualTo(Answer.YES);
    guide.withoutXl();
    assertThat(xen().orElseThrow().commandLine().text()).isEmpty();
    assertThat(xen().orElseThrow().log()).isEqualTo(XenLog.NONE);
  }

  @Test
  void inAGuestNoToolOfXenRuns() {
    guide.put("proc/xen/capabilities", "");
    assertThat(xen())
        .contains(
            new Xen(
                "4.17.7",
                false,
                Answer.UNKNOWN,
                Answer.UNKNOWN,
                new XenCommandLine(""),
                XenLog.NONE));
    guide.without("proc/xen/capabilities").without("sys/hypervisor/version");
    assertThat(xen().map(Xen::version)).contains("?.?");
    assertThat(xen().flatMap(Xen::release)).isEmpty();
  }

  @Test
  void aMachineWithoutXenHasNoXen() {
    guide.put("sys/hypervisor/type", "kvm\n");
    assertThat(xen()).isEmpty();
    guide.without("sys/hypervisor");
    assertThat(xen()).isEmpty();
  }

  @Test
  void withoutRootAndHiddenFunctionsXenStoreIsNotRead() {
    guide.withoutRoot();
    assertThat(guide.observed().inventory().domains().running()).isEmpty();
    guide.hidden(CARD).given(3, CARD);
    assertThat(guide.observed().inventory().at(address(CARD)).orElseThrow().owner())
        .isInstanceOf(Owner.Guest.class);
  }

  @Test
  void anEmptyMachineCanBeRead(@TempDir Path empty) {
    HostSnapshot host = new Observer(new FolderMachine(empty)).host();
    assertThat(host.xen()).isEmpty();
    assertThat(host.inventory().stream()).isEmpty();
    assertThat(host.guests().all()).isEmpty();
    assertThat(host.storage().uses()).isEmpty();
    assertThat(host.network().defaults()).isEmpty();
  }

  private Optional<Xen> xen() {
    return guide.observed().xen();
  }
}
