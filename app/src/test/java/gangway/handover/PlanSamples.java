package gangway.handover;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Ssh;
import gangway.pci.Address;
import gangway.pci.DeviceId;
import gangway.pci.Function;
import gangway.pci.PciClass;
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
  private static final Address NIC = Address.parse("0000:09:00.0").orElseThrow();
  private static final Path FILE = Path.of("/etc/modprobe.d/gangway.conf");
  private static final Path IMAGE = Path.of("/var/lib/xen/save/pv1");
  private static final Ssh HOST = new Ssh("root@other");
  private static final FileEdit EDIT =
      new FileEdit(
          FILE, Optional.empty(), Optional.of("options xen-pciback hide=(0000:09:00.0)\n"));
  private static final Command TOOL = Command.of("xl", "pci-detach", "3", "0000:09:00.0");
  private static final Function NIC_FUNCTION =
      new Function(
          NIC,
          new DeviceId(0x8086, 0x10d3),
          new DeviceId(0x8086, 0xa01f),
          new PciClass(0x020000),
          Optional.of("e1000e"),
          "pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc00i00");

  private PlanSamples() {}

  static final List<State> STATES =
      List.of(
          new State.DrivenBy(NIC, Optional.of("e1000e")),
          new State.DrivenInDom0(NIC),
          new State.Serves(NIC_FUNCTION, Duration.ofSeconds(10)),
          new State.Slot(NIC, true),
          new State.ListedOnce(NIC),
          new State.NodeIs("/libxl/pci/0000-09-00-0/domid", Optional.of("3")),
          new State.DomainGone(3),
          new State.DriverLoaded("pciback"),
          new State.FileIs(FILE, Optional.empty()),
          new State.InitramfsCarries(List.of(EDIT)),
          new State.Tells(Command.of("guest-look"), List.of("module acpiphp", "ready")),
          new State.All(List.of(new State.DomainGone(3), new State.DriverLoaded("pciback"))),
          new State.Anything(),
          new State.ToldByTool(),
          new GuestState.GuestHas(3, NIC),
          new GuestState.GuestLacks(3, NIC),
          new GuestState.GuestLetGo(3, NIC),
          new GuestState.OnRecord(3, NIC),
          new RemoteState.RunsOn(HOST, "pv1"),
          new RemoteState.LacksGuest(HOST, "pv1"),
          new RemoteState.HasCopy(HOST, IMAGE),
          new RemoteState.FileIsOn(HOST, FILE, Optional.of("text")),
          new SavedState.Complete(IMAGE),
          new SavedState.NoImage(IMAGE),
          new SavedState.NotHeld(3, "2f0d"),
          new SavedState.Ended(3, "2f0d"),
          new SavedState.Back("pv1"),
          new SavedState.Runs("pv1"),
          new SavedState.NotRunning("pv1"),
          new SavedState.Unused("pv1", Path.of("/var/lib/xen/save/pv1.gangway"), "{}\n"),
          new StartState.Defined(Path.of("/etc/xen/pv1.cfg")),
          new StartState.Started("pv1", List.of(NIC)),
          new StartState.ShutDown(3, "2f0d"),
          new ToolState.Itself(Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.new"), "#!/bin/sh\n"),
          new ToolState.SetAside(Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.aside")),
          new ToolState.NotSetAside(Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.aside")));

  static final List<Act> ACTS =
      List.of(
          new Act.Write(Path.of("/sys/bus/pci/drivers/pciback/new_slot"), "0000:09:00.0"),
          new Act.Replace(EDIT),
          new Act.Assure(new State.DomainGone(3)),
          new Act.Run(TOOL.withInput("a line\n").within(Duration.ofMinutes(15))),
          new Act.Attempt(TOOL, new GuestState.GuestLacks(3, NIC)),
          new Act.Unless(new State.DriverLoaded("pciback"), Command.of("modprobe", "xen-pciback")),
          new Act.Discard(IMAGE),
          new Act.ReleaseLines(3),
          new Act.AskToLetGo(3, NIC, Manner.FORCED),
          new Act.LetKeep(3, NIC),
          new Act.ForgetGone(3, NIC),
          new Act.SpareLine(3, NIC),
          new Act.Pull(3, NIC, TOOL),
          new Act.MakeFolder(Path.of("/var/lib/gangway/moving"), 0700),
          new Act.Create(Path.of("/etc/libvirt/hooks/libxl.d/.gangway.new"), "#!/bin/sh\n", 0755),
          new Act.Move(Path.of("/usr/sbin/xl.gangway"), Path.of("/usr/sbin/xl")),
          new Act.Sync(IMAGE),
          new Act.DiscardEmpty(Path.of("/etc/libvirt/hooks/libxl.d")));

  static final Undertaking UNDERTAKING =
      new Undertaking(
          Optional.of(new Request.Hide(List.of(NIC), Set.of(Reach.NOW))),
          List.of(NIC),
          new Plan(
              List.of(
                  new Step(
                      "hide 0000:09:00.0",
                      List.of(ACTS.getFirst()),
                      STATES.getFirst(),
                      List.of(ACTS.get(1)),
                      new State.Anything()))));

  static final List<Request> REQUESTS =
      List.of(
          new Request.Hide(List.of(NIC), Set.of(Reach.NOW)),
          new Request.Unhide(List.of(NIC), Set.of(Reach.LASTING)),
          new Request.Attach("pv1", List.of(NIC), Set.of(Reach.NOW)),
          new Request.Detach("pv1", List.of(NIC), Set.of(Reach.NOW), Manner.ORDERLY),
          new Request.New(
              new NewGuest(
                  "pv3",
                  Toolstack.VIRSH,
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
