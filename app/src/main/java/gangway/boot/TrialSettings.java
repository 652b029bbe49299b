package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.OneShotEntry;
import gangway.boot.loader.OneShotEntry.Parameter;
import gangway.boot.loader.ToolLoader;
import gangway.pci.PciAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings for a boot that hides more functions, once. The list is on the kernel command line
 * of that boot, where it takes the place of the list in modprobe's files; the drivers that must
 * load after pciback are in modprobe's files, where they do nothing without a list.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 *
 * @param list the whole list of that boot
 * @param edits the edits of modprobe's files
 */
public record TrialSettings(HideList list, List<FileEdit> edits) {
  public TrialSettings {
    edits = List.copyOf(edits);
  }

  /**
   * The settings for a trial.
   *
   * @param functions the functions to hide in addition, each with the modules that can take it
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public static TrialSettings of(BootSettings boot, Map<PciAddress, Set<String>> functions) {
    boot.refuseHiding(functions.keySet());
    Optional<HideSetting> set = boot.effective();
    HideList present = set.map(HideSetting::list).orElse(HideList.EMPTY);
    HideList list = boot.devices().in(boot.editable(set, present)).with(functions.keySet());
    FileEdits edits = new FileEdits(boot.files());
    boot.loadFirst(functions, edits);
    return new TrialSettings(KernelLimits.fitting(list), edits.made());
  }

  /**
   * The edits after a trial that is not confirmed.
   *
   * @param needed the driver modules of all functions that stay hidden
   */
  public static List<FileEdit> removed(BootSettings boot, Collection<String> needed) {
    FileEdits edits = new FileEdits(boot.files());
    HideList list = boot.effective().map(HideSetting::list).orElse(HideList.EMPTY);
    boot.keepFirst(list, needed, edits);
    return edits.made();
  }

  /**
   * The parameters of the kernel in that boot. A script in the initramfs and a unit in dom0 read
   * the functions that are on trial.
   *
   * @param functions the functions that are on trial
   * @param more what the initramfs needs
   * @throws Problem of kind REFUSED if the command line would be too long
   */
  public List<Parameter> parameters(
      OneShotEntry entry, List<PciAddress> functions, List<Parameter> more) {
    List<Parameter> parameters =
        Stream.concat(
                Stream.of(
                    new Parameter(ToolLoader.PARAMETER, list.toString()),
                    new Parameter(TrialBoot.PARAMETER, TrialBoot.value(functions))),
                more.stream())
            .toList();
    CommandLineLimit.refuseTooLong(0, entry.length(parameters));
    return parameters;
  }
}
