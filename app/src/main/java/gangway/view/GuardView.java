package gangway.view;

import gangway.guard.GuestRisk;
import gangway.guard.ToolGuards;
import java.util.List;

/**
 * Which tools are guarded, and which guests are at risk: {@code guard status --json}.
 *
 * @param complete whether every tool is guarded
 * @param libvirt the files for libvirt and polkit
 * @param guests the running guests
 */
public record GuardView(
    boolean complete,
    List<GuardedToolView> tools,
    List<LibvirtFileView> libvirt,
    List<GuestRiskView> guests)
    implements View {

  public GuardView {
    tools = List.copyOf(tools);
    libvirt = List.copyOf(libvirt);
    guests = List.copyOf(guests);
  }

  public static GuardView of(ToolGuards guards, List<GuestRisk> risks) {
    return new GuardView(
        guards.complete(),
        guards.all().stream().map(GuardedToolView::of).toList(),
        guards.libvirt().stream().map(LibvirtFileView::of).toList(),
        risks.stream().map(GuestRiskView::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("complete", complete);
    json.objects("tools", tools);
    json.objects("libvirt", libvirt);
    json.objects("guests", guests);
  }
}
