package gangway.view;

import gangway.boot.BootSettings;
import gangway.boot.HideSetting;
import gangway.host.BootDifference;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.pci.PciAddress;
import gangway.pci.PciFunctions;
import gangway.pci.PciIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is hidden now and at the next boot, and which settings cause it: {@code boot-config --json}
 * without addresses.
 *
 * @param dialect what this machine's modprobe reads
 * @param builtIn whether pciback is built into the kernel
 * @param refused where the kernel is told to refuse pciback at the next boot
 * @param lists the list in effect first
 * @param loaders what loads pciback at boot
 * @param functions those that are hidden now, or that a setting hides at boot
 */
public record BootStateView(
    String dialect,
    boolean builtIn,
    Optional<String> refused,
    List<HideListView> lists,
    List<String> loaders,
    List<Entry> functions)
    implements View {

  /**
   * A function.
   *
   * @param otherwise what hides the function at boot besides the lists
   */
  public record Entry(
      PciAddress address,
      String kind,
      Optional<String> vendorName,
      Optional<String> deviceName,
      OwnerView owner,
      HiddenView hidden,
      Optional<String> otherwise,
      Optional<BootDifferenceView> difference)
      implements View {

    @Override
    public void writeTo(ViewWriter json) {
      json.text("address", address);
      json.text("kind", kind);
      json.text("vendorName", vendorName);
      json.text("deviceName", deviceName);
      json.object("owner", owner);
      json.object("hidden", hidden);
      json.text("otherwise", otherwise);
      json.object("difference", difference);
    }
  }

  public BootStateView {
    lists = List.copyOf(lists);
    loaders = List.copyOf(loaders);
    functions = List.copyOf(functions);
  }

  /** The view of a machine. */
  public static BootStateView of(Inventory inventory, PciIds names) {
    BootSettings boot = inventory.boot();
    return new BootStateView(
        boot.dialect().title(),
        boot.pcibackBuiltIn(),
        boot.pcibackRefusedAtBoot(),
        lists(boot, inventory.functions()),
        boot.loading(),
        BootDifference.concerned(inventory).map(function -> entry(function, boot, names)).toList());
  }

  private static List<HideListView> lists(BootSettings boot, PciFunctions functions) {
    List<HideListView> lists = new ArrayList<>();
    Optional<HideSetting> effective = boot.effective();
    effective.ifPresent(last -> {
      lists.add(HideListView.inEffect(last, functions));
      boot.settings().subList(0, boot.settings().size() - 1).stream()
          .map(other -> HideListView.replaced(other, last, functions))
          .forEach(lists::add);
    });
    boot.unread().stream().map(list -> HideListView.unread(list, functions)).forEach(lists::add);
    return lists;
  }

  private static Entry entry(HostFunction function, BootSettings boot, PciIds names) {
    return new Entry(
        function.address(),
        function.function().type().word(),
        names.vendor(function.function().id()),
        names.device(function.function().id()),
        OwnerView.of(function.owner()),
        HiddenView.of(function),
        boot.qubes().hides(function.function())
            ? Optional.of(
                "Qubes OS hides it, as all network devices and what rd.qubes. parameters name")
            : Optional.empty(),
        BootDifference.of(function, boot).map(BootDifferenceView::new));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("dialect", dialect);
    json.flag("builtIn", builtIn);
    json.text("refused", refused);
    json.objects("lists", lists);
    json.texts("loaders", loaders);
    json.objects("functions", functions);
  }
}
