package gangway.view;

import java.util.List;

/**
 * A written capture: {@code capture --json}.
 *
 * @param functions how many PCI functions it has
 * @param answers how many files, command outputs and XenStore nodes it has
 * @param addressesReplaced whether network addresses are replaced
 * @param unread what could not be read
 */
public record CaptureView(
    String file, int functions, int answers, boolean addressesReplaced, List<ErrorView> unread)
    implements View {

  public CaptureView {
    unread = List.copyOf(unread);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", file);
    json.number("functions", functions);
    json.number("answers", answers);
    json.flag("addressesReplaced", addressesReplaced);
    json.objects("unread", unread);
  }
}
