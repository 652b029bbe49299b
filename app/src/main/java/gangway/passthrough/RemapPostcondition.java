package gangway.passthrough;

import gangway.boot.BootSettings;
import gangway.boot.HideList;
import gangway.boot.HideSetting;
import gangway.host.HostSnapshot;
import gangway.host.Remapping;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.xen.definition.DefinitionFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether list, definitions and record name devices at their new addresses. */
public final class RemapPostcondition {
  private RemapPostcondition() {}

  /**
   * What is not as planned, one line each; empty if all settings name the new addresses.
   *
   * @param after the host when all steps are done
   * @param record the acknowledged devices then
   * @param planned the host before the steps, with the new addresses in its list
   */
  public static List<String> unmet(
      HostSnapshot after, AcknowledgedDevices record, HostSnapshot planned, Remapping remapping) {
    List<String> unmet = new ArrayList<>();
    HideList wanted = list(planned.inventory().boot());
    HideList is = list(after.inventory().boot());
    if (!remapping.movesInList().isEmpty() && !is.equals(wanted)) {
      unmet.add("the list to hide at boot is %s, not %s".formatted(is, wanted));
    }
    Map<Path, List<PciAddress>> functions = new LinkedHashMap<>();
    after.guests().all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .forEach(file -> functions.put(file.file(), file.content().functions()));
    for (DefinitionFile file : RemapPlan.changed(planned, remapping)) {
      List<PciAddress> then = RemapPlan.functions(file.content(), remapping.movesInDefinitions());
      List<PciAddress> now = functions.getOrDefault(file.file(), List.of());
      if (!now.equals(then)) {
        unmet.add("%s names %s, not %s".formatted(file.file(), now, then));
      }
    }
    // another operation may have recorded another device meanwhile
    if (!record.devices().entrySet().containsAll(remapping.after().devices().entrySet())) {
      unmet.add("the record does not have the devices at their new addresses");
    }
    return unmet;
  }

  private static HideList list(BootSettings boot) {
    return boot.effective().map(HideSetting::list).orElse(HideList.EMPTY);
  }
}
