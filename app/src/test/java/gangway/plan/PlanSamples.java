package gangway.plan;

import gangway.boot.FileEdit;
import gangway.guard.ToolCondition;
import gangway.host.DomainStart;
import gangway.machine.Command;
import gangway.machine.Ssh;
import gangway.migration.CancelShutdown;
import gangway.migration.DestroyUnfinished;
import gangway.migration.DestroyUnfinishedOnHost;
import gangway.migration.ReleaseIrqs;
import gangway.migration.RemoteCondition;
import gangway.migration.ResumeCondition;
import gangway.migration.ResumeSuspended;
import gangway.migration.SavedGuestCondition;
import gangway.migration.ShutdownNotRequested;
import gangway.passthrough.AssignmentCondition;
import gangway.passthrough.AttachByToolstack;
import gangway.passthrough.DestroyUnfinishedStart;
import gangway.passthrough.DetachAction;
import gangway.passthrough.FinishFile;
import gangway.passthrough.FunctionCondition;
import gangway.passthrough.GuestCondition;
import gangway.passthrough.InitramfsCarries;
import gangway.passthrough.NextBootHides;
import gangway.passthrough.NextEntryIs;
import gangway.passthrough.ReplaceHardwareRecord;
import gangway.passthrough.RequireGenerated;
import gangway.passthrough.RequireImage;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One value of each kind that a plan on disk can contain. */
final class PlanSamples {
  private static final PciAddress NIC = PciAddress.parse("0000:09:00.0").orElseThrow();
  private static final Path FILE = Path.of("/etc/modprobe.d/gangway.conf");
  private static final Path IMAGE = Path.of("/var/lib/xen/save/pv1");
  private static final Ssh HOST = new Ssh("root@other");
  private static final FileEdit EDIT =
      new FileEdit(
          FILE, Optional.empty(), Optional.of("options xen-pciback hide=(0000:09:00.0)\n"));
  private static final DomainStart START =
      new DomainStart("pv1", "0b2b07a4-3f55-4a56-8d4c-9a4d2d0f6c11", 3, "2f0d");
  private static final Command TOOL = Command.of("xl", "pci-detach", "3", "0000:09:00.0");
  private static final PciFunction NIC_FUNCTION =
      new PciFunction(
          NIC,
          new DeviceId(0x8086, 0x10d3),
          new DeviceId(0x8086, 0xa01f),
          new PciClass(0x020000),
          Optional.of("e1000e"),
          "pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc00i00");

  private PlanSamples() {}

  static final List<Condition> STATES =
      List.of(
          new FunctionCondition.DriverIs(NIC, Optional.of("e1000e")),
          new FunctionCondition.HasDom0Driver(NIC),
          new FunctionCondition.OffersService(NIC_FUNCTION, Duration.ofSeconds(10)),
          new FunctionCondition.OfNoGuest(NIC),
          new FunctionCondition.OfAGuest(NIC),
          new FunctionCondition.PcibackSlot(NIC, true),
          new FunctionCondition.PcibackSlotOnce(NIC),
          new Condition.XenStoreNodeIs("/libxl/pci/0000-09-00-0/domid", Optional.of("3")),
          new GuestCondition.DomainGone(3),
          new FunctionCondition.DriverLoaded("pciback"),
          new Condition.FileIs(FILE, Optional.empty()),
          new InitramfsCarries(List.of(EDIT)),
          new NextBootHides(Optional.of("(0000:09:00.0)")),
          new NextEntryIs(Path.of("/boot/grub/grubenv"), Optional.of("gangway-trial")),
          new Condition.CommandPrints(Command.of("guest-look"), List.of("module acpiphp", "ready")),
          new Condition.All(
              List.of(
                  new GuestCondition.DomainGone(3), new FunctionCondition.DriverLoaded("pciback"))),
          new Condition.Absent(FILE),
          new Condition.UndoBarrier(new RemoteCondition.HostLacksGuest(HOST, "pv1")),
          new Condition.UndoneFirst(
              new AssignmentCondition.GuestOnRecord(3, NIC),
              new AssignmentCondition.GuestReleased(3, NIC)),
          new Condition.NeverUndone(),
          new Condition.NotVerifiable(),
          new AssignmentCondition.GuestHas(3, NIC),
          new AssignmentCondition.GuestLacks(3, NIC),
          new AssignmentCondition.GuestReleased(3, NIC),
          new AssignmentCondition.GuestOnRecord(3, NIC),
          new AssignmentCondition.GuestNoted(3, NIC),
          new RemoteCondition.GuestRunsOnHost(HOST, "pv1"),
          new RemoteCondition.GuestHasOnHost(HOST, "pv1", List.of(NIC)),
          new RemoteCondition.HostLacksGuest(HOST, "pv1"),
          new RemoteCondition.HostHasCopy(HOST, IMAGE),
          new RemoteCondition.FileIsOnHost(HOST, FILE, Optional.of("text")),
          new RemoteCondition.FileHasModeOnHost(HOST, FILE, 0600),
          new SavedGuestCondition.ImageComplete(IMAGE),
          new SavedGuestCondition.NoImage(IMAGE),
          new SavedGuestCondition.DomainNotPaused(3, "2f0d"),
          new GuestCondition.DomainEnded(3, "2f0d"),
          new SavedGuestCondition.GuestKernelAnswers("pv1"),
          new SavedGuestCondition.GuestRestored("pv1"),
          new GuestCondition.GuestRuns("pv1"),
          new GuestCondition.GuestNotRunning("pv1"),
          new SavedGuestCondition.ImageUnused(
              "pv1", Path.of("/var/lib/xen/save/pv1.gangway"), "{}\n"),
          new GuestCondition.DefinitionExists(Path.of("/etc/xen/pv1.cfg")),
          new GuestCondition.NoDomainOfStart(START),
          new RemoteCondition.HostLacksStart(HOST, START),
          new GuestCondition.GuestStarted("pv1", List.of(NIC)),
          new GuestCondition.DomainShutDown(3, "2f0d"),
          new ResumeCondition.DomainSuspended(3, "2f0d"),
          new ResumeCondition.DomainResumed(3, "2f0d"),
          new ResumeCondition.NoSaveInProgress(),
          new ShutdownNotRequested(3, "2f0d"),
          new ToolCondition.ToolIsOriginal(
              Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.new"), "#!/bin/sh\n"),
          new ToolCondition.ToolDiverted(Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.aside")),
          new ToolCondition.ToolNotDiverted(
              Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.aside")));

  static final List<Action> ACTS =
      List.of(
          new Action.Write(Path.of("/sys/bus/pci/drivers/pciback/new_slot"), "0000:09:00.0"),
          new Action.ReplaceFile(EDIT),
          new Action.ReplaceExecutable(EDIT),
          new Action.Require(new GuestCondition.DomainGone(3)),
          new Action.Run(TOOL.withInput("a line\n").within(Duration.ofMinutes(15))),
          new Action.RunFor(TOOL, new AssignmentCondition.GuestLacks(3, NIC)),
          new Action.RunUnless(
              new FunctionCondition.DriverLoaded("pciback"), Command.of("modprobe", "xen-pciback")),
          new Action.DeleteFile(IMAGE),
          new Action.DeleteLeftover(Path.of("/boot/gangway-new-initramfs-lts")),
          new ReleaseIrqs(3),
          new ResumeSuspended(3, "2f0d"),
          new CancelShutdown(3, "2f0d"),
          new DestroyUnfinished("pv1", Toolstack.XL, "uuid-3", 3, "2f0d"),
          new DestroyUnfinishedStart(START),
          new AttachByToolstack(3, TOOL),
          new ReplaceHardwareRecord(Optional.empty(), Optional.of("{}\n")),
          new DestroyUnfinishedOnHost(HOST, START),
          new DetachAction.RequestDetach(3, NIC, Manner.FORCED),
          new DetachAction.CancelDetach(3, NIC),
          new DetachAction.RequireNoSave(3, NIC),
          new DetachAction.RemoveStaleAssignment(3, NIC),
          new DetachAction.RequireUnsharedIrq(3, NIC),
          new RequireGenerated(FILE, EDIT),
          new FinishFile(EDIT, "meanwhile"),
          new RequireImage(Path.of("/boot/gangway-new-initramfs-lts")),
          new DetachAction.DetachByToolstack(3, NIC, TOOL),
          new Action.MakeFolder(Path.of("/var/lib/gangway/moving"), 0700),
          new Action.Create(
              Path.of("/etc/libvirt/hooks/libxl.d/.gangway.new"), "#!/bin/sh\n", 0755),
          new Action.Move(Path.of("/usr/sbin/xl.gangway"), Path.of("/usr/sbin/xl")),
          new Action.Sync(IMAGE),
          new Action.DiscardEmpty(Path.of("/etc/libvirt/hooks/libxl.d")));

  static final UndoRecord UNDERTAKING =
      new UndoRecord(
          Optional.of(new Request.Hide(List.of(NIC), Set.of(Reach.NOW))),
          List.of(NIC),
          new Plan(
              List.of(
                  new Step(
                      "hide 0000:09:00.0",
                      List.of(ACTS.getFirst()),
                      STATES.getFirst(),
                      List.of(ACTS.get(1)),
                      new Condition.NeverUndone()))));

  static final UndoRecord SEVERAL =
      new UndoRecord(
          UNDERTAKING.request(),
          UNDERTAKING.hidden(),
          UNDERTAKING.plan(),
          Optional.of(
              List.of(
                  new Request.Detach("pv2", List.of(NIC), Set.of(Reach.NOW), Manner.ORDERLY),
                  new Request.Attach("pv1", List.of(NIC), Set.of(Reach.LASTING)))));

  static final List<Request> REQUESTS =
      List.of(
          new Request.Hide(List.of(NIC), Set.of(Reach.NOW)),
          new Request.Unhide(List.of(NIC), Set.of(Reach.LASTING)),
          new Request.Attach("pv1", List.of(NIC), Set.of(Reach.NOW)),
          new Request.Detach("pv1", List.of(NIC), Set.of(Reach.NOW), Manner.ORDERLY),
          new Request.New(
              new NewGuest(
                  "pv3",
                  Toolstack.LIBVIRT,
                  1024,
                  2,
                  Optional.of(
                      new NewGuest.Kernel(
                          Path.of("/boot/vmlinuz-guest"),
                          Optional.of(Path.of("/boot/initrd-guest")),
                          "console=hvc0")),
                  List.of(Path.of("/dev/vg/pv3")),
                  List.of("xenbr0"),
                  List.of(NIC)),
              Set.of(Reach.LASTING)),
          new Request.Ready("pv1"));
}
