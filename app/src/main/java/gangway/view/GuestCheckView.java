package gangway.view;

import gangway.Answer;
import gangway.guest.GuestInside;
import java.util.List;

/**
 * The state inside a guest: {@code guest-check --json}.
 *
 * @param answered whether something in the guest reports
 * @param healthy whether no problem was found
 * @param module whether the module for hot-plug is loaded
 * @param moduleAtBoot whether the module is loaded after the next boot
 */
public record GuestCheckView(
    String guest,
    int domid,
    boolean answered,
    boolean healthy,
    Answer module,
    Answer moduleAtBoot,
    List<CheckedFunctionView> functions)
    implements View {

  public GuestCheckView {
    functions = List.copyOf(functions);
  }

  public static GuestCheckView of(GuestInside inside) {
    return new GuestCheckView(
        inside.guest().name(),
        inside.guest().domid(),
        inside.known(),
        inside.well(),
        inside.module(),
        inside.atBoot(),
        inside.given().stream().map(CheckedFunctionView::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("guest", guest);
    json.number("domid", domid);
    json.flag("answered", answered);
    json.flag("healthy", healthy);
    json.flag("module", module);
    json.flag("moduleAtBoot", moduleAtBoot);
    json.objects("functions", functions);
  }
}
