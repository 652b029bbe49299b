package gangway.passthrough;

import gangway.Problem;
import gangway.boot.BootSettings;
import gangway.boot.FileEdit;
import gangway.boot.MovedList;
import gangway.host.HostSnapshot;
import gangway.host.Remapping;
import gangway.pci.PciAddress;
import gangway.pci.identity.HardwareRecord;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The steps after which boot settings and definitions name devices at their new addresses: the
 * list, then the definitions, then the record of the acknowledged devices.
 */
public final class RemapPlan {
  private RemapPlan() {}

  /**
   * The plan for a remapping that no check blocks.
   *
   * @param host as it will be at the next boot, with the new addresses in its list
   * @param boot the settings for the next boot as they are
   * @param record the record of the acknowledged devices as it is
   * @throws Problem of kind REFUSED if Gangway cannot safely edit a file
   */
  public static Plan of(
      HostSnapshot host, BootSettings boot, HardwareRecord record, Remapping remapping) {
    List<Step> steps = new ArrayList<>();
    SortedMap<PciAddress, PciAddress> listed = remapping.movesInList();
    if (!listed.isEmpty()) {
      Map<PciAddress, Set<String>> drivers = new LinkedHashMap<>();
      listed.values().forEach(to -> drivers.put(to, host.inventory().claimants(to).modules()));
      List<FileEdit> edits =
          new MovedList(boot, listed).edits(drivers, BootStep.identities(host, listed.values()));
      steps.add(BootStep.hiding(host, edits, "name the new addresses in the list to hide at boot"));
    }
    for (DefinitionFile now : changed(host, remapping)) {
      steps.add(
          DefinitionStep.of(
              "name the new addresses in the definition " + now.file(),
              now,
              moved(now, remapping.movesInDefinitions())));
    }
    Optional<String> text =
        record instanceof HardwareRecord.Read(_, String now) ? Optional.of(now) : Optional.empty();
    steps.add(
        ReplaceHardwareRecord.step(
            "record the devices at their new addresses",
            text,
            Optional.of(HardwareRecord.text(remapping.after()))));
    return new Plan(steps);
  }

  /** The definitions that name a device that has moved. */
  public static List<DefinitionFile> changed(HostSnapshot host, Remapping remapping) {
    Set<PciAddress> moved = remapping.movesInDefinitions().keySet();
    return host.guests().all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .filter(file -> file.content().functions().stream().anyMatch(moved::contains))
        .distinct()
        .toList();
  }

  /**
   * The functions of a definition when its devices have other addresses.
   *
   * @param moves the new addresses by the old ones
   */
  public static List<PciAddress> functions(
      Definition definition, Map<PciAddress, PciAddress> moves) {
    return definition.functions().stream()
        .map(function -> moves.getOrDefault(function, function))
        .toList();
  }

  private static Definition moved(DefinitionFile now, Map<PciAddress, PciAddress> moves) {
    Definition then = now.content().moving(moves);
    if (!then.functions().equals(functions(now.content(), moves))) {
      throw Problem.refused(
          "the addresses in the definition %s are written in a way that Gangway does not change"
              .formatted(now.file()),
          "replace them by hand, and run the command again",
          "the definition names: " + String.join(", ", now.content().entries()));
    }
    return then;
  }
}
