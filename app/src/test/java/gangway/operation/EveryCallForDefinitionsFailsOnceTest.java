package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.NewGuestExamples;
import gangway.xen.definition.Toolstack;
import java.util.Set;
import java.util.stream.Stream;

/** Operations on the definitions of guests: every call to the machine fails once. */
class EveryCallForDefinitionsFailsOnceTest extends EveryCallFailsOnce {
  private static final String XL = "etc/xen/pv1.cfg";
  private static final String LIBVIRT = "etc/libvirt/libxl/pv3.xml";
  private static final String XML =
      """
      <domain type='xen'>
        <name>pv3</name>
        <memory>262144</memory>
        <os>
          <type arch='x86_64' machine='xenpv'>linux</type>
          <kernel>/srv/vmlinux</kernel>
        </os>
        <devices>
      %s  </devices>
      </domain>
      """;
  private static final String HOSTDEV =
      """
          <hostdev mode='subsystem' type='pci' managed='no'>
            <source>
              <address domain='0x0000' bus='0x09' slot='0x00' function='0x0'/>
            </source>
          </hostdev>
      """;

  @Override
  Stream<Story> stories() {
    return Stream.of(
        Story.of("attach --config, of xl", attach(LASTING, "pv1", CARD))
            .with(host -> host.hidden(CARD).put(XL, "name = 'pv1'\nkernel = 'k'\n")),
        Story.of("detach --config, of xl", detach(LASTING, "pv1", CARD, TWIN))
            .with(host ->
                host.put(XL, "name = 'pv1'\nkernel = 'k'\npci = [ '09:00.0', '0a:04.0' ]\n")),
        Story.of("attach --config, of libvirt", attach(LASTING, "pv3", CARD))
            .with(host -> host.hidden(CARD).put(LIBVIRT, XML.formatted(""))),
        Story.of("detach --config, of libvirt", detach(LASTING, "pv3", CARD))
            .with(host -> host.hidden(CARD).put(LIBVIRT, XML.formatted(HOSTDEV))),
        Story.of("new", made(Toolstack.XL, LASTING)).with(host -> forNew(host)),
        Story.of("new --start", made(Toolstack.XL, BOTH)).with(host -> forNew(host)),
        Story.of("new --toolstack libvirt", made(Toolstack.LIBVIRT, LASTING))
            .with(host -> forNew(host)),
        Story.of("new --toolstack libvirt --start", made(Toolstack.LIBVIRT, BOTH))
            .with(host -> forNew(host)),
        Story.of("enable-hotplug", new Request.Ready("pv2"))
            .with(host -> host.put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader = 'pygrub'\n")));
  }

  private static Request made(Toolstack toolstack, Set<Request.Reach> reach) {
    return new Request.New(guest(toolstack), reach);
  }

  private static NewGuest guest(Toolstack toolstack) {
    return NewGuestExamples.withKernel(toolstack, CARD);
  }

  private static void forNew(GuideHost host) {
    host.put("srv/vmlinux", "")
        .put("srv/guest.img", "")
        .hidden(CARD)
        .answer(NewGuestExamples.virtInstall(guest(Toolstack.LIBVIRT)), NewGuestExamples.WRITTEN);
  }
}
