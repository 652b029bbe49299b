package gangway.view;

import gangway.Answer;
import gangway.xen.guest.Guest;
import gangway.xen.guest.HotPlug;
import java.util.Optional;

/**
 * A guest that can be given functions while it runs: {@code enable-hotplug --check --json}.
 *
 * @param now whether that is possible now; unknown of a guest that is off
 * @param nextStart whether that is possible after its next start
 */
public record HotplugCheckView(String guest, Answer now, Answer nextStart) implements View {

  /** The view of a guest that was found to allow hot-plug. */
  public static HotplugCheckView of(Guest guest) {
    if (guest.running().isEmpty()) {
      return new HotplugCheckView(guest.name(), Answer.UNKNOWN, Answer.YES);
    }
    Optional<HotPlug> hotPlug = HotPlug.of(guest);
    return new HotplugCheckView(
        guest.name(),
        Answer.YES,
        hotPlug.map(found -> Answer.of(found.nextStart())).orElse(Answer.UNKNOWN));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("guest", guest);
    json.flag("now", now);
    json.flag("nextStart", nextStart);
  }
}
