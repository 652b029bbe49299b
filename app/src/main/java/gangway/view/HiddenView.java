package gangway.view;

import gangway.boot.HideSetting;
import gangway.host.HostFunction;
import java.util.Optional;

/**
 * Whether a function is hidden.
 *
 * @param now whether pciback holds the function
 * @param afterReboot whether pciback takes the function at the next boot
 * @param setIn file and line of the list that names the function for the next boot
 * @param doubt why pciback does not take the function at the next boot although a list names it, or
 *     why that is not known
 */
public record HiddenView(
    boolean now, boolean afterReboot, Optional<String> setIn, Optional<String> doubt)
    implements View {

  static HiddenView of(HostFunction function) {
    return new HiddenView(
        function.hiddenNow(),
        function.hiddenAfterReboot(),
        function.namedIn().map(HideSetting::place),
        function.atBoot().doubt());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("now", now);
    json.flag("afterReboot", afterReboot);
    json.text("setIn", setIn);
    json.text("doubt", doubt);
  }
}
