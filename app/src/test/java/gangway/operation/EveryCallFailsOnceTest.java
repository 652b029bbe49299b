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

import gangway.check.Acceptance;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.pci.Examples;
import gangway.pci.identity.Identities;
import gangway.request.Request;
import gangway.request.RequestDraft;
import gangway.xen.guest.LibxlNote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Operations on functions: every call to the machine fails once. */
class EveryCallFailsOnceTest extends EveryCallFailsOnce {
  private static final String DEFINITION = "etc/xen/pv1.cfg";

  /** xapi keeps addresses in its database. */
  private static final Acceptance XAPI = new Acceptance("MOVED-SET-ELSEWHERE", Optional.empty());

  private static final String DEFINED =
      "name = \"pv1\"\nkernel = \"k\"\npci = [ \"0000:09:00.0\", \"0000:0a:04.0\" ]\n";

  @Override
  Stream<Story> stories() {
    return Stream.concat(
        common(),
        Stream.of(HideListPlace.values())
            .filter(place -> place != HideListPlace.UPDATE_INITRAMFS)
            .flatMap(place -> atBoot(place)));
  }

  /** The operations that any host has, and those of Debian. */
  static Stream<Story> common() {
    return Stream.of(functions(), atBoot(HideListPlace.UPDATE_INITRAMFS), settings())
        .flatMap(stories -> stories);
  }

  private static Stream<Story> atBoot(HideListPlace place) {
    return Stream.of(
        Story.of("hide --boot " + place, hide(LASTING, CARD)).with(place::install),
        Story.of("unhide --boot " + place, unhide(LASTING, CARD))
            .with(place::install)
            .after(scene -> submit(scene, hide(LASTING, CARD))),
        remap("remap " + place)
            .with(place::install)
            .with(host -> twoCards(host))
            .after(scene -> submit(scene, hide(LASTING, CARD)))
            .after(scene -> hasMoved(scene)));
  }

  private static Stream<Story> functions() {
    return Stream.of(
        Story.of("hide", hide(BOTH, CARD)),
        Story.of("hide --now", hide(NOW, CARD)),
        Story.of("hide --boot two functions", hide(LASTING, CARD, TWIN)),
        Story.of("unhide", unhide(BOTH, CARD)).with(host -> host.hidden(CARD)),
        Story.of("unhide --now", unhide(NOW, CARD)).with(host -> host.hidden(CARD)),
        Story.of("attach", attach(BOTH, "pv1", CARD)).with(host -> host.hidden(CARD)),
        Story.of("attach --now", attach(NOW, "pv1", CARD, TWIN))
            .with(host -> host.hidden(CARD, TWIN)),
        Story.of("detach", detach(BOTH, "pv1", CARD, TWIN))
            .with(host -> host.hidden(CARD, TWIN).given(3, CARD, TWIN).put(DEFINITION, DEFINED)),
        Story.of("detach --now", detach(NOW, "pv1", CARD))
            .with(host -> host.hidden(CARD).given(3, CARD)),
        Story.of("detach --now, beside a libxl that records less", detach(NOW, "pv1", CARD))
            .with(host -> host.hidden(CARD).given(3, CARD))
            .with(host -> host.store().without(LibxlNote.domidNode(GuideHost.address(CARD))))
            .without("XenStore " + LibxlNote.NODE + "/.*"),
        Story.of("detach --force", forcedDetach(NOW, "pv1", CARD))
            .with(host -> host.hidden(CARD).given(3, CARD)),
        remap("remap in definitions, too").with(MovedDevices::moved),
        remap("remap of devices that have changed places").with(MovedDevices::swapped));
  }

  private static Stream<Story> settings() {
    return Stream.of(
        policy("shutdown-policy save", Optional.of(Policy.SAVE)),
        policy("shutdown-policy none", Optional.empty()),
        acknowledgement("hardware --acknowledge", new HardwareAcknowledgement.All()),
        acknowledgement(
            "hardware --acknowledge of one device",
            new HardwareAcknowledgement.Of(List.of(GuideHost.address(CARD)))));
  }

  private static Story policy(String name, Optional<Policy> policy) {
    return setting(name, new ShutdownPolicyChange("pv1", policy))
        .with(host -> host.put("etc/gangway/shutdown-policy", "save pv2\nshutdown pv1\n"));
  }

  /** Another card is there than the recorded one. */
  private static Story acknowledgement(String name, HardwareAcknowledgement change) {
    return setting(name, change)
        .with(host -> {
          host.config(CARD, Examples.configBytes("82574l.txt"));
          Identities.recorded(
              host, CARD, Identities.serial(Identities.of(host, CARD), "00-1b-21-ff-ff-20-c4-a6"));
        })
        .telling(Scene.RECORD);
  }

  private static Story setting(String name, SettingChange change) {
    return Story.of(
        name, by -> Story.told(new SettingOperation(change, Optional.empty()).perform(by)));
  }

  private static void submit(Scene scene, Request request) {
    new RequestOperation(_ -> RequestDraft.of(request)).perform(Scene.former(scene.machine()));
  }

  private static void twoCards(GuideHost host) {
    MovedDevices.withSecond(host.config(CARD, Examples.configBytes("82574l.txt")));
  }

  /** The device in the list is at another address now. */
  private static void hasMoved(Scene scene) {
    MovedDevices.recorded(scene.here(), Map.of(CARD, MovedDevices.SECOND));
  }

  private static Story remap(String name) {
    return Story.of(
            name,
            by ->
                Story.told(
                    new RemapOperation(_ -> List.of(XAPI), Optional.empty()).perform(by, _ -> {})))
        .telling(Scene.RECORD);
  }
}
