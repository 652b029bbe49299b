package gangway.view;

import gangway.guard.GuestRisk;
import gangway.guard.NotCovered;
import gangway.guard.ToolGuards;
import java.util.List;

/**
 * Which tools are guarded, and which guests are at risk: {@code guard status --json}.
 *
 * @param complete whether every tool is guarded
 * @param libvirt the files for libvirt and polkit
 * @param guests the running guests
 * @param notCovered what the guard cannot prevent, one sentence each
 */
public record GuardView(
    boolean complete,
    List<GuardedToolView> tools,
    List<LibvirtFileView> libvirt,
    List<GuestRiskView> guests,
    List<String> notCovered)
    implements View {

  public GuardView {
    tools = List.copyOf(tools);
    libvirt = List.copyOf(libvirt);
    guests = List.copyOf(guests);
    notCovered = List.copyOf(notCovered);
  }

  public static GuardView of(ToolGuards guards, List<GuestRisk> risks) {
    return new GuardView(
        guards.complete(),
        guards.all().stream().map(GuardedToolView::of).toList(),
        guards.libvirt().stream().map(LibvirtFileView::of).toList(),
        risks.stream().map(GuestRiskView::of).toList(),
        NotCovered.of(risks).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("complete", complete);
    json.objects("tools", tools);
    json.objects("libvirt", libvirt);
    json.objects("guests", guests);
    json.texts("notCovered", notCovered);
  }
}
