package gangway.view;

import gangway.boot.HideSetting;
import gangway.host.HostFunction;
import java.util.Optional;

/**
 * Whether a function is hidden.
 *
 * @param now whether pciback holds the function
 * @param setIn file and line of the boot setting; empty if the function is not hidden after a
 *     reboot
 */
public record HiddenView(boolean now, Optional<String> setIn) implements View {

  static HiddenView of(HostFunction function) {
    return new HiddenView(function.hiddenNow(), function.boot().map(HideSetting::place));
  }

  /** Whether pciback takes the function at the next boot. */
  public boolean afterReboot() {
    return setIn.isPresent();
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("now", now);
    json.flag("afterReboot", afterReboot());
    json.text("setIn", setIn);
  }
}
