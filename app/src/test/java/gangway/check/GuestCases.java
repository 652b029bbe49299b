package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.forcedDetach;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.xen.guest.Store;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Hosts with guests to which no function can be attached, or not now. */
final class GuestCases {
  private GuestCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocksUnlessAccepted(
            "GUEST-NO-HOTPLUG",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).made(3, "{}", "{}")),
        blocksUnlessAccepted(
            "GUEST-NO-HOTPLUG",
            attach(NOW, "pv1", CARD),
            on ->
                on.hidden(CARD)
                    .made(3, "{ \"passthrough\": \"disabled\" }", "{ \"e820_host\": \"True\" }")),
        warns(
            "GUEST-HOTPLUG-UNKNOWN",
            attach(NOW, "pv1", CARD),
            on ->
                on.hidden(CARD)
                    .made(3, "{}", "{ \"e820_host\": \"True\" }")
                    .put("etc/xen/pv1.cfg", "name='pv1'\nkernel='k'\ne820_host=1\n")),
        warns(
            "GUEST-MEMORY-MAP",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).made(3, "{ \"passthrough\": \"enabled\" }", "{}")),
        blocks(
            "GUEST-OF-XAPI",
            attach(NOW, "pv1", CARD),
            on ->
                on.without("etc/xen/pv1.cfg")
                    .hidden(CARD)
                    .store()
                    .with("/local/domain/3/vm", "/vm/5f2b")
                    .with("/xapi/5f2b/private", "")),
        blocks("GUEST-NO-SLOT", attach(NOW, "pv1", CARD), on -> full(on.hidden(CARD))),
        blocks("GUEST-NO-SLOT", attach(LASTING, "pv2", CARD), on -> definedFull(on.hidden(CARD))),
        blocks(
            "GUEST-NOT-PV",
            attach(LASTING, "pv2", CARD),
            on -> defined(on.hidden(CARD), "type = 'pvh'\n")),
        blocks("GUEST-BUSY", attach(NOW, "pv1", CARD), on -> busy(on.hidden(CARD), "7")),
        blocks("GUEST-BUSY", attach(NOW, "pv1", CARD), on -> busy(on.hidden(CARD), "8")),
        blocks("GUEST-BUSY", detach(NOW, "pv1", CARD), on -> busy(on, "7")),
        blocks(
            "GUEST-BEING-SAVED",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).put("proc/4711/cmdline", "xl\0save\0pv1\0/srv/x\0")),
        blocksUnlessAccepted(
            "GUEST-MAY-BE-SAVED",
            attach(NOW, "pv1", CARD),
            on ->
                on.hidden(CARD)
                    .put("proc/1/cmdline", "/sbin/init\0")
                    .link("proc/self/ns/pid", "pid:[4026532999]")),
        warns("GUEST-MANY-HOT-PLUGS", attach(NOW, "pv1", CARD), on -> plugged(on.hidden(CARD))),
        warns(
            "GUEST-MANY-HOT-PLUGS",
            detach(NOW, "pv1", CARD),
            on -> plugged(on.hidden(CARD).given(3, CARD))),
        blocks(
            "DEFINITION-REFUSED",
            attach(LASTING, "pv2", CARD),
            on -> listed(on.hidden(CARD), "'9:0'")),
        refused(attach(LASTING, "pv2", CARD), "passthrough='disabled'\n"),
        refused(attach(LASTING, "pv2", CARD), "passthrough='Disabled'\n"),
        refused(attach(LASTING, "pv2", CARD), "passthrough='share_pt'\n"),
        refused(attach(LASTING, "pv2", CARD), "passthrough=1\n"),
        refused(attach(LASTING, "pv2", CARD), "builder='linux'\n"),
        refused(attach(LASTING, "pv2", CARD), "type='PV'\n"),
        refused(attach(LASTING, "pv2", CARD), "type='pv'\nbuilder='hvm'\n"),
        refused(new Request.Ready("pv2"), "builder='linux'\n"),
        blocks(
            "DEFINITION-REFUSED",
            attach(LASTING, "pv2", CARD),
            on -> on.hidden(CARD).put("etc/xen/pv2.cfg", "name='pv2'\n")),
        blocks(
            "DEFINITION-REFUSED",
            attach(LASTING, "pv4", CARD),
            on ->
                on.hidden(CARD)
                    .put(
                        "etc/libvirt/libxl/pv4.xml",
                        "<domain type='xen'><name>pv4</name><features><xen><passthrough"
                            + " state='off'/></xen></features></domain>")),
        warns(
            "DEFINITION-REFUSED",
            detach(LASTING, "pv2", CARD),
            on -> defined(on, "builder='linux'\npci=['09:00.0']\n")),
        blocks("ABSENT", detach(NOW, "pv1", "0b:00.0"), on -> {}),
        blocks("ABSENT", unhide(LASTING, "0b:00.0"), on -> {}),
        blocks(
            "DEFINITION-ALL-FUNCTIONS",
            attach(LASTING, "pv2", CARD),
            on -> listed(on.hidden(CARD), "'9:0.*'")),
        blocks(
            "DEFINITION-ALL-FUNCTIONS",
            detach(LASTING, "pv2", CARD),
            on -> listed(on, "'9:0.0', '9:0.*'")),
        warns("DEFINITION-NAMED", detach(LASTING, "pv2", CARD), on -> listed(on, "'name=nic'")),
        warns(
            "DEFINITION-WORD-IS-ZERO",
            detach(LASTING, "pv2", CARD),
            on -> listed(on, "'9:0.0,permissive=yes'")),
        warns(
            "DEFINITION-SETTINGS-LOST",
            detach(LASTING, "pv2", CARD),
            on -> listed(on, "'9:0.0,permissive=1'")),
        warns(
            "GUEST-LOSES-DEVICE",
            forcedDetach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).given(3, CARD)));
  }

  /** The toolstack or libxl refuses a setting of pv2's definition. */
  private static CheckCase refused(Request request, String setting) {
    return blocks("DEFINITION-REFUSED", request, on -> defined(on.hidden(CARD), setting));
  }

  /** Gives pv2 its own definition. */
  static void defined(GuideHost host, String lines) {
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\n" + lines);
  }

  private static void listed(GuideHost host, String entries) {
    defined(host, "pci = [ %s ]\n".formatted(entries));
  }

  /** The guest has 32 functions on 32 devices. */
  static GuideHost full(GuideHost host) {
    IntStream.range(0, 32)
        .forEach(i -> Store.entry(host.store(), 3, i, "0000:40:%02x.0".formatted(i)));
    for (int i = 0; i < 32; i++) {
      host.store()
          .with("/local/domain/0/backend/pci/3/0/vdev-" + i, "0000:00:%02x.00".formatted(i));
    }
    return host;
  }

  private static void definedFull(GuideHost host) {
    String functions =
        IntStream.range(0, 32).mapToObj("'40:%02x.0'"::formatted).collect(Collectors.joining(", "));
    listed(host, functions);
  }

  private static void plugged(GuideHost host) {
    host.put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("var/lib/gangway/hot-plugs/3", "boot=2f0d\nuuid=uuid-3\nhot-plugs=450\n");
  }

  private static void busy(GuideHost host, String state) {
    host.hidden(TWIN).given(3, TWIN).store().with("/local/domain/0/backend/pci/3/0/state", state);
  }
}
