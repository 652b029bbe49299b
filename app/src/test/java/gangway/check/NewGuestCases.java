package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.notes;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.host.GuideHost.CARD;
import static gangway.xen.definition.Toolstack.LIBVIRT;
import static gangway.xen.definition.Toolstack.XL;

import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.NewGuestExamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Hosts on which a guest cannot be created, or cannot get hot-plug support. */
final class NewGuestCases {
  private static final NewGuest KERNEL = NewGuestExamples.withKernel(XL, CARD);
  private static final NewGuest DISK = NewGuestExamples.withDisk(XL);
  private static final NewGuest LIBVIRTS = NewGuestExamples.withKernel(LIBVIRT, CARD);
  private static final Request READY = new Request.Ready("pv1");

  private NewGuestCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocks("NOT-ROOT", made(LASTING, KERNEL), on -> ready(on).withoutRoot()),
        blocks("NO-IOMMU", made(LASTING, KERNEL), on -> ready(on).withoutIommu()),
        blocks("NOT-HIDDEN", made(LASTING, KERNEL), NewGuestCases::files),
        blocks("OTHER-GUEST", made(LASTING, KERNEL), on -> ready(on).given(3, CARD)),
        warns(
            "DEFINED-ELSEWHERE",
            made(LASTING, KERNEL),
            on ->
                ready(on)
                    .put(
                        "etc/xen/pv2.cfg",
                        "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n")),
        warns(
            "DEFINED-ELSEWHERE",
            made(LASTING, KERNEL),
            on ->
                ready(on)
                    .put(
                        "etc/libvirt/libxl/lv1.xml",
                        NewGuestExamples.WRITTEN.replace("db1", "lv1"))),
        blocks(
            "GUEST-EXISTS",
            made(LASTING, KERNEL),
            on ->
                ready(on)
                    .put("etc/xen/db1.cfg", "name = 'db1'\nbootloader='pygrub'\nmemory = 256\n")),
        blocks("GUEST-EXISTS", made(LASTING, KERNEL), on -> ready(on).guest(4, "db1")),
        blocks(
            "GUEST-EXISTS",
            made(LASTING, KERNEL),
            on -> ready(on).put("etc/libvirt/libxl/db1.xml", NewGuestExamples.WRITTEN)),
        blocks(
            "FILE-EXISTS", made(LASTING, KERNEL), on -> ready(on).put("etc/xen/db1.cfg", "notes")),
        blocks("NO-SUCH-FILE", made(LASTING, KERNEL), on -> ready(on).without("srv/vmlinux")),
        blocks("NO-SUCH-FILE", made(LASTING, DISK), on -> ready(on).without("srv/db1.img")),
        blocks(
            "NO-SUCH-BRIDGE", made(LASTING, DISK), on -> ready(on).without("sys/class/net/xenbr0")),
        blocksUnlessAccepted(
            "DISK-OTHER-GUEST",
            made(LASTING, DISK),
            on ->
                ready(on)
                    .put(
                        "etc/xen/pv2.cfg",
                        "name = 'pv2'\nbootloader='pygrub'\ndisk = [ '/srv/db1.img,raw,xvda,w' ]\n")),
        blocksUnlessAccepted(
            "DISK-OTHER-GUEST",
            made(LASTING, DISK),
            on ->
                ready(on)
                    .without("srv/db1.img")
                    .put("srv/real.img", "")
                    .link("srv/db1.img", "real.img")
                    .put(
                        "etc/xen/pv2.cfg",
                        "name = 'pv2'\nbootloader='pygrub'\ndisk = [ '/srv/real.img,raw,xvda,w' ]\n")),
        blocks("DISK-DOM0", made(LASTING, onDisk("/dev/sda1")), NewGuestCases::ready),
        blocks("DISK-DOM0", made(LASTING, onDisk("/dev/sda")), NewGuestCases::ready),
        blocks("NO-BOOTLOADER", made(LASTING, DISK), on -> ready(on).without("usr/lib/xen-4.17")),
        blocks("NO-VIRT-INSTALL", made(LASTING, LIBVIRTS), NewGuestCases::ready),
        blocks(
            "VIRT-INSTALL-REFUSED",
            made(LASTING, LIBVIRTS),
            on -> ready(on).refusal(NewGuestExamples.virtInstall(LIBVIRTS))),
        blocksUnlessAccepted("NO-MEMORY", made(BOTH, KERNEL), on -> memory(ready(on), 255)),
        warns("NO-MEMORY", made(LASTING, KERNEL), on -> memory(ready(on), 255)),
        blocks("GUEST-NO-SLOT", made(LASTING, many()), on -> many(ready(on))),
        blocks("NO-SUCH-GUEST", new Request.Ready("pv3"), on -> {}),
        blocks("NO-DEFINITION", READY, on -> on.without("etc/xen/pv1.cfg")),
        blocks("NO-IOMMU", READY, GuideHost::withoutIommu),
        blocks(
            "GUEST-NOT-PV",
            READY,
            on ->
                on.put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\ntype = \"hvm\"\n")),
        warns("GUEST-RESTART", READY, on -> on.made(3, "{}", "{}")),
        warns("GUEST-RESTART", READY, on -> on.made(3, "{ \"passthrough\": \"enabled\" }", "{}")),
        notes("GUEST-RUNS-READY", READY, on -> {}));
  }

  private static Request made(Set<Reach> reach, NewGuest guest) {
    return new Request.New(guest, reach);
  }

  private static NewGuest onDisk(String device) {
    return new NewGuest(
        "db1", XL, 256, 1, Optional.empty(), List.of(Path.of(device)), List.of(), List.of());
  }

  private static GuideHost files(GuideHost host) {
    return memory(host, 4000)
        .put("srv/vmlinux", "")
        .put("srv/guest.img", "")
        .put("srv/db1.img", "")
        .put("usr/lib/xen-4.17/bin/pygrub", "")
        .put("sys/class/net/xenbr0/bridge/bridge_id", "");
  }

  private static GuideHost ready(GuideHost host) {
    return files(host).hidden(CARD);
  }

  private static GuideHost memory(GuideHost host, int free) {
    return host.answer(
        "xl info",
        """
        virt_caps              : pv pv_directio iommu_hap_pt_share
        free_memory            : %d
        xen_commandline        : placeholder
        """
            .formatted(free));
  }

  private static NewGuest many() {
    return NewGuestExamples.withKernel(
        XL,
        Stream.iterate(0, i -> i < 33, i -> i + 1).map(NewGuestCases::far).toArray(String[]::new));
  }

  private static void many(GuideHost host) {
    for (int i = 0; i < 33; i++) {
      host.function("0000:00:1c.0/" + far(i), "8086:10d3", "20000", "e1000e").hidden(far(i));
    }
  }

  private static String far(int number) {
    return "0000:%02x:00.0".formatted(0x40 + number);
  }
}
