package gangway.boot;

import gangway.Answer;
import gangway.Problem;
import gangway.boot.loader.BootLoader;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.SlotPath;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The settings for the next boot: which functions pciback takes, and which drivers load after it.
 *
 * <p>If several lists are set, only the last one takes effect, because a module parameter that is
 * given twice keeps its last value. So Gangway changes an existing list in its place and never
 * writes a second one.
 *
 * <p>See docs/decisions/0009-one-hide-list.md.
 *
 * @param dialect the dialect of this machine's modprobe
 * @param files modprobe's files, in the order in which modprobe reads them
 * @param settings every list that a program reads; the last one takes effect
 * @param unread the lists that no program reads
 * @param order what loads before what
 * @param modules the modules of the kernel
 * @param qubes what Qubes OS hides
 * @param driverctl what driverctl takes from drivers of dom0
 * @param modulesLoad the text of {@link #MODULES_LOAD}, if it is there
 * @param images the settings of the tool that builds initramfs images, if only one is installed
 *     that has such settings; read only if a list names functions, because they decide what happens
 *     to those
 * @param commandLine the settings of the kernel command line; read only if they matter: if pciback
 *     is built into the kernel, or a list is on a command line
 * @param devices the devices that the list means, if the initramfs looks for them
 */
public record BootSettings(
    Dialect dialect,
    List<ModprobeFile> files,
    List<HideSetting> settings,
    List<UnreadList> unread,
    LoadOrder order,
    KernelModules modules,
    QubesHiding qubes,
    DriverctlHiding driverctl,
    Optional<String> modulesLoad,
    Optional<ImageSettings> images,
    Optional<KernelCommandLine> commandLine,
    ListedDevices devices) {
  /**
   * Loads pciback at boot, for functions whose driver is not a module and so cannot wait for it.
   */
  static final Path MODULES_LOAD = Path.of("/etc/modules-load.d/gangway.conf");

  static final String HEADER =
      "# Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.";

  public BootSettings {
    files = List.copyOf(files);
    settings = List.copyOf(settings);
    unread = List.copyOf(unread);
  }

  /** These settings with other lists. */
  BootSettings with(List<HideSetting> others, ListedDevices otherDevices) {
    return new BootSettings(
        dialect,
        files,
        others,
        unread,
        order,
        modules,
        qubes,
        driverctl,
        modulesLoad,
        images,
        commandLine,
        otherDevices);
  }

  /**
   * These settings, when it is known where the devices of the list are.
   *
   * @param slots the slot of a function
   */
  BootSettings among(PciFunctions functions, Function<PciAddress, Optional<SlotPath>> slots) {
    return with(settings, devices.among(functions, slots));
  }

  /** The list that takes effect, if any is set. */
  public Optional<HideSetting> effective() {
    return settings.isEmpty() ? Optional.empty() : Optional.of(settings.getLast());
  }

  /** Whether pciback is built into the kernel; then modprobe's files do not matter. */
  public boolean pcibackBuiltIn() {
    return order.builtIn();
  }

  /** Where {@code module_blacklist=} makes the next kernel refuse to load pciback, if it does. */
  public Optional<String> pcibackRefusedAtBoot() {
    return order.refusal();
  }

  /** Where {@code module_blacklist=} makes the running kernel refuse to load pciback. */
  public Optional<String> pcibackRefusedNow() {
    return order.refusalNow();
  }

  /** The boot loader, if an edit changes its configuration. */
  public Optional<BootLoader> loader(List<FileEdit> edits) {
    return commandLine
        .filter(line -> line.obstacle().isEmpty())
        .map(KernelCommandLine::loader)
        .filter(
            loader -> edits.stream().anyMatch(edit -> edit.file().equals(loader.configuration())));
  }

  /** Whether a file is only about the kernel command line, of which an initramfs has no copy. */
  public boolean isOfCommandLine(Path file) {
    return commandLine.filter(line -> line.owns(file)).isPresent();
  }

  /** What loads pciback at boot: lines of modprobe's files, and what other programs read. */
  public List<String> loading() {
    return order.loading();
  }

  /** The drivers that can take a function at boot, see {@link LoadOrder#claimants}. */
  public Claimants claimants(PciFunction function, Claimants own) {
    return order.claimants(function, own);
  }

  /** What happens to a function at the next boot. */
  public AtBoot atBoot(PciFunction function, Claimants claimants) {
    return qubes.hides(function)
        ? AtBoot.hiddenByQubes(hiding(function.address()))
        : atBoot(function.address(), claimants);
  }

  /** What the list in effect does to a function at the next boot. */
  AtBoot atBoot(PciAddress function, Claimants claimants) {
    return hiding(function).map(set -> atBoot(set, claimants)).orElse(AtBoot.NOT_HIDDEN);
  }

  private AtBoot atBoot(HideSetting set, Claimants claimants) {
    AtBoot byModprobe = order.of(set, claimants);
    return images
        .filter(_ -> byModprobe.hidden() == Answer.YES && !pcibackBuiltIn())
        .flatMap(settings -> settings.gap(filesAfter(List.of()).toList()))
        .map(gap -> AtBoot.notKnown(set, gap))
        .orElse(byModprobe);
  }

  /**
   * modprobe's files that an initramfs must contain after some edits, so that pciback loads first
   * and with its list; none if nothing is hidden at boot then.
   */
  public List<Path> carried(List<FileEdit> edits) {
    return filesAfter(edits).toList();
  }

  /** Those of these files that the edits leave as they are, see {@link PcibackFiles#kept}. */
  public List<FileEdit> kept(List<FileEdit> edits) {
    return PcibackFiles.of(dialect, files).kept(carried(edits), edits);
  }

  private Stream<Path> filesAfter(List<FileEdit> edits) {
    return pcibackBuiltIn()
        ? Stream.empty()
        : PcibackFiles.of(dialect, files).after(edits).needed(settings);
  }

  /** The list in effect that names an address; its device may be at another address now. */
  public Optional<HideSetting> naming(PciAddress address) {
    return effective().filter(set -> set.list().sound() && set.list().covers(address));
  }

  /** The list that hides a function at the next boot, at its present address, if one does. */
  public Optional<HideSetting> hiding(PciAddress function) {
    return effective().filter(set -> set.list().sound() && devices.in(set.list()).covers(function));
  }

  /**
   * The functions of a machine that the list names for the next boot. Of a list with a syntax
   * error, the kernel of RHEL 5 takes what is before the error.
   */
  public Stream<PciFunction> hidden(PciFunctions functions) {
    return effective().stream()
        .map(HideSetting::list)
        .filter(list -> list.sound() || dialect == Dialect.MODPROBE_CONF)
        .flatMap(list -> devices.in(list).among(functions));
  }

  /**
   * The changes that hide more functions from the next boot on.
   *
   * @param functions the functions, each with the modules that can take it at boot
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> hide(Map<PciAddress, Set<String>> functions) {
    return hide(functions, Map.of());
  }

  /**
   * The same, for a host whose initramfs looks for the devices of the list.
   *
   * @param identities the devices of the functions, as far as they are known
   */
  public List<FileEdit> hide(
      Map<PciAddress, Set<String>> functions, Map<PciAddress, DeviceIdentity> identities) {
    refuseHiding(functions.keySet());
    FileEdits edits = new FileEdits(files);
    Optional<HideSetting> set = effective();
    HideList present = set.map(HideSetting::list).orElse(HideList.EMPTY);
    if (!present.sound() || !functions.keySet().stream().allMatch(present::covers)) {
      HideList list = KernelLimits.fitting(editable(set, present).with(functions.keySet()));
      if (set.isPresent()) {
        store(list, identities, edits);
      }
      loadFirst(functions, edits);
      if (set.isEmpty()) {
        store(list, identities, edits);
      }
    } else {
      loadFirst(functions, edits);
      record(present, identities, edits);
    }
    return edits.made();
  }

  /** Refuses to hide more functions if the settings are such that Gangway must not touch them. */
  void refuseHiding(Set<PciAddress> functions) {
    devices.refuseMoved(functions);
    KernelLimits.refuseHighDomains(functions);
    qubes.refuseOthers();
    refuseBuiltIn(functions);
    order.refuseReplaced();
    commandLine.filter(_ -> !pcibackBuiltIn()).ifPresent(KernelCommandLine::refuseModule);
  }

  /** Stores a list, with the devices that it means. */
  void store(HideList list, Map<PciAddress, DeviceIdentity> identities, FileEdits edits) {
    storage().store(list, edits);
    record(list, identities, edits);
  }

  /** Records the devices beside the list; only the script for initramfs-tools reads that file. */
  private void record(HideList list, Map<PciAddress, DeviceIdentity> identities, FileEdits edits) {
    Path file = Dialect.MODPROBE_D.file();
    boolean here =
        storage() instanceof ModprobeStorage
            && dialect == Dialect.MODPROBE_D
            && effective().map(HideSetting::file).orElse(file).equals(file);
    edits.change(
        file, text -> ListedDevices.recordedIn(text, here ? list : HideList.EMPTY, identities));
  }

  /** The devices that Gangway's file of modprobe records after some edits. */
  public ListedDevices recorded(List<FileEdit> edits) {
    return PcibackFiles.of(dialect, files).after(edits).recorded();
  }

  /** Where the list is stored, or will be. */
  ListStorage storage() {
    Optional<HideSetting> set = effective();
    if (set.filter(HideSetting::onCommandLine).isPresent()) {
      return commandLine
          .flatMap(line ->
              line.holding(set.get(), settings.stream().allMatch(HideSetting::onCommandLine)))
          .orElseGet(() -> new ForeignStorage(set.get()));
    }
    return commandLine
        .filter(_ -> pcibackBuiltIn())
        .flatMap(KernelCommandLine::forNewList)
        .orElseGet(() -> new ModprobeStorage(dialect, set, settings.size() == 1));
  }

  /** The lines that make pciback load first; a built-in pciback is first without them. */
  void loadFirst(Map<PciAddress, Set<String>> functions, FileEdits edits) {
    if (pcibackBuiltIn()) {
      return;
    }
    driverLines().add(functions, edits);
    driverLines().load(functions, modulesLoad, edits);
  }

  /**
   * The changes that give functions back to their drivers from the next boot on.
   *
   * @param needed the driver modules of all functions that stay hidden
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> unhide(Collection<PciAddress> functions, Collection<String> needed) {
    devices.refuseMoved(functions);
    Optional<HideSetting> set =
        effective().filter(setting -> functions.stream().anyMatch(setting.list()::covers));
    if (set.isEmpty()) {
      return List.of();
    }
    HideSetting setting = set.get();
    HideList present = editable(set, setting.list());
    for (PciAddress function : functions) {
      if (setting.list().covers(function) && !setting.list().names(function)) {
        throw Problem.refused(
            function + " is hidden at boot by a group with '*', together with other functions",
            "in %s, replace the group by one entry for each function that must stay hidden"
                .formatted(setting.place()),
            setting.place() + ": hide=" + setting.list());
      }
    }
    FileEdits edits = new FileEdits(files);
    HideList list = present.without(functions);
    store(list, Map.of(), edits);
    keepFirst(list, needed, edits);
    return edits.made();
  }

  /** Removes what makes pciback load before other drivers than these. */
  void keepFirst(HideList list, Collection<String> drivers, FileEdits edits) {
    driverLines().keepOnly(drivers, edits);
    if (list.isEmpty() && modulesLoad.isPresent()) {
      edits.add(new FileEdit(MODULES_LOAD, modulesLoad, Optional.empty()));
    }
  }

  /**
   * The changes that remove repeated groups from the list.
   *
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> once() {
    FileEdits edits = new FileEdits(files);
    HideList list = effective().map(HideSetting::list).orElse(HideList.EMPTY);
    if (!list.repeated().isEmpty()) {
      store(editable(effective(), list).once(), Map.of(), edits);
    }
    return edits.made();
  }

  /**
   * Lines of the dialect as this machine needs them: a line that makes pciback load before a driver
   * keeps what the driver's own softdep line has.
   */
  public List<String> completed(List<String> lines) {
    return lines.stream()
        .map(line -> line.startsWith("softdep ") ? driverLines().line(line.split(" ")[1]) : line)
        .toList();
  }

  private DriverLines driverLines() {
    return new DriverLines(dialect, files, order, modules);
  }

  private void refuseBuiltIn(Collection<PciAddress> functions) {
    Optional<String> obstacle =
        commandLine
            .map(KernelCommandLine::obstacle)
            .orElse(Optional.of("its settings were not read"));
    if (pcibackBuiltIn()
        && obstacle.isPresent()
        && !functions.stream().allMatch(function -> hiding(function).isPresent())) {
      throw Problem.refused(
          "pciback is built into the kernel, which reads the list of functions to hide from the"
              + " kernel command line only",
          ("add xen-pciback.hide=%s there (with GRUB: edit /etc/default/grub, then run"
                  + " update-grub), or add --now to change only the running host")
              .formatted(effective().map(HideSetting::list).orElse(HideList.EMPTY).with(functions)),
          "modprobe's files have no effect on a built-in driver",
          "Gangway cannot change the kernel command line here: " + obstacle.get());
    }
  }

  /** The present list, which Gangway can change if it is sound and in a known place. */
  HideList editable(Optional<HideSetting> set, HideList list) {
    if (set.isPresent()) {
      HideSetting setting = set.get();
      if (storage() instanceof ForeignStorage foreign) {
        throw foreign.refusal(commandLine.flatMap(KernelCommandLine::obstacle));
      }
      if (!list.sound()) {
        throw Problem.refused(
            "the list of functions hidden at boot has a syntax error, so current kernels hide"
                + " nothing at all",
            "correct the list in %s, or delete the line".formatted(setting.place()),
            setting.place() + ": hide=" + list,
            "syntax error from here on: " + list.unread().orElse(""));
      }
    }
    return list;
  }
}
