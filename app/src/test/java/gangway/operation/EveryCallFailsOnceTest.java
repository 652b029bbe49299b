package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.forcedDetach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.guard.ShutdownPolicies.Policy;
import gangway.host.DracutImages;
import gangway.host.GrubTool;
import gangway.host.MkinitcpioImages;
import gangway.host.MkinitfsImages;
import gangway.host.MovedDevices;
import gangway.host.XenServerTool;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Operations on functions: every call to the machine fails once. */
class EveryCallFailsOnceTest extends EveryCallFailsOnce {
  private static final String DEFINITION = "etc/xen/pv1.cfg";
  private static final String DEFINED =
      "name = \"pv1\"\nkernel = \"k\"\npci = [ \"0000:09:00.0\", \"0000:0a:04.0\" ]\n";

  static Stream<Story> stories() {
    return Stream.of(
        Story.of("hide", hide(BOTH, CARD)),
        Story.of("hide --now", hide(NOW, CARD)),
        Story.of("hide --boot", hide(LASTING, CARD, TWIN)),
        Story.of("unhide", unhide(BOTH, CARD)).with(host -> host.hidden(CARD)),
        Story.of("unhide --boot", unhide(LASTING, CARD))
            .with(host ->
                new RequestOperation(_ -> RequestDraft.of(hide(LASTING, CARD)))
                    .perform(Scene.former(host.machine()))),
        Story.of("hide --boot with dracut", hide(LASTING, CARD)).with(DracutImages::install),
        Story.of("unhide --boot with dracut", unhide(LASTING, CARD))
            .with(host ->
                new RequestOperation(_ -> RequestDraft.of(hide(LASTING, CARD)))
                    .perform(Scene.former(DracutImages.install(host).machine()))),
        Story.of("hide --boot with mkinitcpio", hide(LASTING, CARD))
            .with(MkinitcpioImages::install),
        Story.of("hide --boot with mkinitfs", hide(LASTING, CARD)).with(MkinitfsImages::install),
        Story.of("hide --boot on the kernel command line", hide(LASTING, CARD))
            .with(host -> GrubTool.install(GrubTool.buildPcibackIn(host))),
        Story.of("hide --boot on XCP-ng", hide(LASTING, CARD)).with(XenServerTool::install),
        Story.of("unhide --boot on XCP-ng", unhide(LASTING, CARD))
            .with(host ->
                new RequestOperation(_ -> RequestDraft.of(hide(LASTING, CARD)))
                    .perform(Scene.former(XenServerTool.install(host).machine()))),
        Story.of("attach", attach(BOTH, "pv1", CARD)).with(host -> host.hidden(CARD)),
        Story.of("detach", detach(BOTH, "pv1", CARD, TWIN))
            .with(host -> host.hidden(CARD, TWIN).given(3, CARD, TWIN).put(DEFINITION, DEFINED)),
        Story.of("detach --force", forcedDetach(NOW, "pv1", CARD))
            .with(host -> host.hidden(CARD).given(3, CARD)),
        remap("remap").with(MovedDevices::moved),
        remap("remap of devices that have changed places").with(MovedDevices::swapped),
        remap("remap with dracut").with(host -> DracutImages.install(MovedDevices.moved(host))),
        Story.of(
                "shutdown-policy",
                by ->
                    new SettingOperation(
                            new ShutdownPolicyChange("pv1", Optional.of(Policy.SAVE)),
                            Optional.empty())
                        .perform(by))
            .with(host -> host.put("etc/gangway/shutdown-policy", "save pv2\n")));
  }

  private static Story remap(String name) {
    return Story.of(
        name,
        by ->
            Story.told(new RemapOperation(_ -> List.of(), Optional.empty()).perform(by, _ -> {})));
  }
}
