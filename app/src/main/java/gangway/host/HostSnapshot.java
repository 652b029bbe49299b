package gangway.host;

import gangway.boot.initramfs.Initramfs;
import gangway.host.network.Network;
import gangway.host.storage.Storage;
import gangway.pci.PciAddress;
import gangway.trial.TrialState;
import gangway.xen.guest.Guests;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of a machine at one moment. All checks and plans use only this snapshot.
 *
 * @param xen the hypervisor, if any
 * @param pciback whether pciback is loaded, and if not, whether it can be loaded
 * @param hotPlugs the hot-plug counters of the running guests, by domain number
 * @param inUse the uses of functions, if they were read: this takes the longest
 * @param newGuestResources the resources of a new guest, if the request creates one
 * @param inspections the details of the functions of the request and of the bridges above them
 * @param saving the processes that save or migrate the running guest of the request
 * @param imageTool the tool that rebuilds the images of the initramfs; read only for a request that
 *     lasts and for the doctor, because it takes seconds to ask the images of dracut
 * @param hardware the acknowledged devices, and the identities of the functions that the request
 *     gives away
 * @param trial where the host is in a trial boot; read together with {@code imageTool}
 * @param unanswered what every host answers and this host did not
 */
public record HostSnapshot(
    boolean root,
    Optional<Xen> xen,
    Pciback pciback,
    Assignments assignments,
    Map<Integer, HotPlugs> hotPlugs,
    Map<PciAddress, FunctionInspection> inspections,
    Topology topology,
    Sharing sharing,
    Optional<InUse> inUse,
    Optional<NewGuestResources> newGuestResources,
    Optional<Initramfs> imageTool,
    FreeSpace freeSpace,
    FoundProcesses saving,
    RecordedHardware hardware,
    TrialState trial,
    List<Unanswered> unanswered) {

  public HostSnapshot {
    hotPlugs = Map.copyOf(hotPlugs);
    inspections = Map.copyOf(inspections);
    unanswered = List.copyOf(unanswered);
  }

  /** The state of pciback, the driver that holds hidden functions. */
  public enum Pciback {
    LOADED,
    LOADABLE,
    /** Not loaded, and modprobe finds no such module or does not run. */
    MISSING
  }

  /** The same snapshot, with more that was not answered. */
  HostSnapshot with(List<Unanswered> allUnanswered) {
    return with(pciback, assignments, hotPlugs, trial, allUnanswered);
  }

  /** The same snapshot, when its trial boot is over and forgotten. */
  public HostSnapshot afterTrial() {
    return with(pciback, assignments, hotPlugs, new TrialState.None(), unanswered);
  }

  /** The same snapshot with other owners, guests and counters. */
  HostSnapshot with(
      Pciback otherPciback, Assignments otherOwners, Map<Integer, HotPlugs> otherHotPlugs) {
    return with(otherPciback, otherOwners, otherHotPlugs, trial, unanswered);
  }

  private HostSnapshot with(
      Pciback otherPciback,
      Assignments otherOwners,
      Map<Integer, HotPlugs> otherHotPlugs,
      TrialState otherTrial,
      List<Unanswered> allUnanswered) {
    return new HostSnapshot(
        root,
        xen,
        otherPciback,
        otherOwners,
        otherHotPlugs,
        inspections,
        topology,
        sharing,
        inUse,
        newGuestResources,
        imageTool,
        freeSpace,
        saving,
        hardware,
        otherTrial,
        allUnanswered);
  }

  /** The details of a function, if they were read. */
  public Optional<FunctionInspection> inspection(PciAddress function) {
    return Optional.ofNullable(inspections.get(function));
  }

  /** The driver that a function gets back when it is unhidden. */
  public Optional<OriginalDriver> original(PciAddress function) {
    return assignments.original(function);
  }

  /** What is known if another device had the address of a function when Gangway hid it. */
  public Optional<ReplacedDevice> replaced(PciAddress function) {
    return assignments.replaced(function);
  }

  private InUse used() {
    return inUse.orElseThrow(
        () -> new IllegalStateException("the uses of functions were not read"));
  }

  /** The resources of the new guest of the request. */
  public NewGuestResources resources() {
    return newGuestResources.orElseThrow(
        () -> new IllegalStateException("the request creates no guest"));
  }

  public Storage storage() {
    return used().storage();
  }

  public Network network() {
    return used().network();
  }

  public Consoles consoles() {
    return used().consoles();
  }

  /**
   * The tool whose images must be rebuilt when the list of functions to hide changes; empty if
   * pciback is built into the kernel, because no image loads it then.
   */
  public Optional<Initramfs> rebuilding() {
    return inventory().boot().pcibackBuiltIn()
        ? Optional.empty()
        : Optional.of(
            imageTool.orElseThrow(
                () -> new IllegalStateException("the tool of the initramfs was not read")));
  }

  public Inventory inventory() {
    return assignments.inventory();
  }

  public Guests guests() {
    return assignments.guests();
  }
}
