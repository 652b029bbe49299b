package gangway.view;

import gangway.xen.guest.HotPlug;

/** Whether a guest can be given functions while it runs: now, and after its next start. */
public record HotplugView(boolean now, boolean nextStart) implements View {

  static HotplugView of(HotPlug hotPlug) {
    return new HotplugView(hotPlug.now(), hotPlug.nextStart());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("now", now);
    json.flag("nextStart", nextStart);
  }
}
