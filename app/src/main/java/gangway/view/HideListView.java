package gangway.view;

import gangway.boot.HideList;
import gangway.boot.HideSetting;
import gangway.boot.UnreadList;
import gangway.boot.loader.BootLoader;
import gangway.pci.PciFunctions;
import java.util.List;
import java.util.Optional;

/**
 * A list of functions to hide at boot, and where it is set.
 *
 * @param setIn file and line
 * @param onCommandLine whether the list is a parameter of the kernel command line
 * @param noEffect why the list has no effect; empty for the one that takes effect
 * @param syntaxError the text from the first syntax error on
 * @param absent the entries that name no function of this machine
 */
public record HideListView(
    String setIn,
    boolean onCommandLine,
    HideList list,
    Optional<String> noEffect,
    Optional<String> syntaxError,
    List<HideList.Group> absent)
    implements View {

  public HideListView {
    absent = List.copyOf(absent);
  }

  static HideListView inEffect(HideSetting setting, PciFunctions functions) {
    return of(
        setting,
        setting.list().sound()
            ? Optional.empty()
            : Optional.of("because of the syntax error, current kernels hide nothing at all"),
        functions);
  }

  static HideListView replaced(HideSetting setting, HideSetting last, PciFunctions functions) {
    return of(
        setting,
        Optional.of(
            setting.file().equals(BootLoader.CURRENT)
                ? "it was on the kernel command line of this boot; for the next boot, only the last"
                    + " list counts, "
                    + last.place()
                : "of several lists only the last one counts, " + last.place()),
        functions);
  }

  static HideListView unread(UnreadList list, PciFunctions functions) {
    return of(list.setting(), Optional.of(list.why() + "; fix: " + list.remedy()), functions);
  }

  private static HideListView of(
      HideSetting setting, Optional<String> noEffect, PciFunctions functions) {
    return new HideListView(
        setting.place(),
        setting.onCommandLine(),
        setting.list(),
        noEffect,
        setting.list().unread(),
        setting.list().absent(functions));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("setIn", setIn);
    json.flag("onCommandLine", onCommandLine);
    json.text("list", list);
    json.text("noEffect", noEffect);
    json.text("syntaxError", syntaxError);
    json.texts("absent", absent);
  }
}
