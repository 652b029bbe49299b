package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.boot.TrialSettings;
import gangway.boot.initramfs.GivingBack;
import gangway.boot.initramfs.Initramfs;
import gangway.boot.loader.OneShotEntry;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The steps that make the next boot a trial, and those that end a trial.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 */
public final class TrialPlan {
  private TrialPlan() {}

  /**
   * Makes the next boot a trial. The boot loader is told last, when everything else is known to be
   * as the trial needs it.
   *
   * @param host a host that no boot hides the functions of the trial from yet
   * @throws gangway.Problem of kind REFUSED if Gangway cannot safely edit a file
   */
  public static Plan start(HostSnapshot host, Trial trial, OneShotEntry entry) {
    Map<PciAddress, Set<String>> modules = HidePlan.notHiddenAtBoot(host, trial.functions());
    TrialSettings settings = TrialSettings.of(host.inventory().boot(), modules);
    List<FileEdit> edits =
        Stream.concat(
                settings.edits().stream(),
                givingBack(host).stream().flatMap(images -> images.added().stream()))
            .toList();
    List<Step> steps = new ArrayList<>();
    if (!edits.isEmpty()) {
      steps.add(BootStep.hiding(host, edits, "prepare the trial boot"));
    }
    steps.add(
        Step.replacing(
            "record the trial",
            new FileEdit(Trial.FILE, Optional.empty(), Optional.of(trial.text()))));
    steps.add(
        Step.replacing(
            "add the entry of the trial to the boot menu",
            new FileEdit(
                entry.custom(),
                entry.text(),
                Optional.of(
                    entry.written(
                        settings.parameters(
                            entry,
                            trial.functions(),
                            givingBack(host).map(GivingBack::parameters).orElse(List.of())))))));
    steps.add(choose(entry));
    return new Plan(steps);
  }

  private static Optional<GivingBack> givingBack(HostSnapshot host) {
    return host.rebuilding().flatMap(Initramfs::givingBack);
  }

  private static Step choose(OneShotEntry entry) {
    return new Step(
        "choose this entry for the next boot, once",
        List.of(new Action.Run(entry.choose())),
        new NextEntryIs(entry.environment(), Optional.of(OneShotEntry.ID)),
        List.of(new Action.Run(entry.forget())),
        new NextEntryIs(entry.environment(), Optional.empty()));
  }

  /**
   * Hides the functions of a trial at every boot, and ends the trial.
   *
   * @param record the text of the record
   * @throws gangway.Problem of kind REFUSED if Gangway cannot safely edit a file
   */
  public static Plan confirm(HostSnapshot host, Trial trial, String record, OneShotEntry entry) {
    Map<PciAddress, Set<String>> modules = HidePlan.notHiddenAtBoot(host, trial.functions());
    List<FileEdit> hiding = modules.isEmpty() ? List.of() : HidePlan.atBoot(host, modules);
    return end(host, hiding, "hide at boot", record, entry);
  }

  /**
   * Ends a trial without hiding its functions at boot; the running host is not changed.
   *
   * @param record the text of the record
   * @throws gangway.Problem of kind REFUSED if Gangway cannot safely edit a file
   */
  public static Plan cancel(HostSnapshot host, String record, OneShotEntry entry) {
    List<FileEdit> settings =
        TrialSettings.removed(
            host.inventory().boot(), UnhidePlan.modulesStillNeeded(host, List.of()));
    Plan end = end(host, settings, "remove the settings of the trial", record, entry);
    return new Plan(
        Stream.concat(
                Stream.of(choose(entry).reversed("let the next boot be a usual one")),
                end.steps().stream())
            .toList());
  }

  private static Plan end(
      HostSnapshot host,
      List<FileEdit> settings,
      String purpose,
      String record,
      OneShotEntry entry) {
    List<FileEdit> edits =
        Stream.concat(
                settings.stream(),
                givingBack(host).stream().flatMap(images -> images.removed().stream()))
            .toList();
    List<Step> steps = new ArrayList<>();
    if (!edits.isEmpty() || !BootStep.required(host, edits).isEmpty()) {
      steps.add(BootStep.of(host, edits, purpose));
    }
    FileEdit.between(entry.custom(), entry.text(), entry.removed())
        .map(edit -> Step.replacing("remove the entry of the trial from the boot menu", edit))
        .ifPresent(steps::add);
    steps.add(
        Step.replacing(
            "delete the record of the trial",
            new FileEdit(Trial.FILE, Optional.of(record), Optional.empty())));
    return new Plan(steps);
  }

  /** Gives a function of a trial back to dom0, whose driver is the one that the kernel finds. */
  public static Plan giveBack(PciAddress function) {
    return new Plan(List.of(UnhidePlan.release(function), UnhidePlan.probe(function)));
  }
}
