package gangway.doctor;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.recorded;

import gangway.boot.InitramfsToolsFiles;
import gangway.doctor.Issue.Severity;
import gangway.host.GuideHost;
import gangway.pci.ConfigBytes;
import gangway.pci.identity.Identities;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An issue, and a host on which it is the only issue.
 *
 * @param safe whether the doctor repairs it
 */
public record IssueCase(
    String code, Severity severity, boolean safe, String name, Consumer<GuideHost> made) {
  public static final String PV1 = "/local/domain/3";
  private static final String DEAD_RECORD = "/local/domain/0/backend/pci/7/0/state";
  private static final String E1000E = "e1000e";
  private static final String OTHER_DEVICE = "id=144d:a808\ndriver=nvme\nmodule=nvme\n";
  private static final String STRANGER = "0000:04:00.0";
  private static final String RECORD = "/local/domain/0/backend/pci/3/0";
  private static final String NOTE = "/libxl/pci/0000-09-00-0";
  private static final String SETTINGS = "etc/modprobe.d/gangway.conf";
  private static final String FIRST =
      "softdep e1000e pre: xen-pciback\nsoftdep e1000 pre: xen-pciback\n";
  private static final String PERMISSIVE = "sys/bus/pci/drivers/pciback/permissive";
  private static final String DOM0_HAS = "/sys/bus/pci/drivers/e1000e";

  public static Stream<IssueCase> cases() {
    return Stream.of(
        warns("RECORD-LEFT", "of a guest that is destroyed", IssueCase::destroyed).repaired(),
        warns("RECORD-LEFT", "without functions", on -> on.store().with(DEAD_RECORD, "6"))
            .repaired(),
        warns(
                "RECORD-LEFT",
                "of a guest that was started again with the same function",
                on -> destroyed(on).guest(4, "pv1").given(4, CARD))
            .repaired(),
        warns(
                "ASSIGNMENT-LEFT",
                "of a guest that is destroyed",
                on -> on.hidden(CARD).store().with(NOTE + "/domid", "3").without(PV1))
            .repaired(),
        notes(
                "DOMAIN-LEFT",
                "of a guest that was destroyed as it was given a function",
                on ->
                    on.answer("xl list", "pv1  3  256     1     -b----       1.9\n")
                        .store()
                        .with("/local/domain/7/device/pci", ""))
            .repaired(),
        warns("HOST-UNKNOWN", "a file of the kernel", on -> on.put("proc/swaps", "")),
        warns(
            "HOST-UNKNOWN",
            "a hidden function",
            on -> on.hidden(CARD).put(on.folder(CARD) + "/uevent", "")),
        warns("HOST-UNKNOWN", "the state of a guest", on -> on.refusal("xl list")),
        warns(
            "HAND-OVER-STUCK",
            "with a paused guest",
            on -> half(on.answer("xl list", "pv1  3  256     1     --p---       1.9\n"), "7", "5")),
        warns("GUEST-SUSPENDED", "by a killed save", on -> on.suspended().add("3")),
        warns("HAND-OVER-STUCK", "with a guest that does not answer", on -> half(on, "8", "3")),
        warns("DETACH-HALF-DONE", "and never to be done", on -> half(on, "4", "5")),
        warns("INCONSISTENT", "a driver of dom0 and a record", on -> on.given(3, CARD)),
        warns(
            "TWO-RECORDS",
            "and both see it",
            on -> on.hidden(CARD).guest(4, "pv2").given(3, CARD).given(4, CARD)),
        warns("UNEXPLAINED", "by sysfs", on -> on.hidden(CARD).without(original(CARD))),
        warns("DEVICE-GONE", "idle", on -> on.hidden(CARD).config(CARD, ConfigBytes.gone())),
        warns(
            "DEVICE-GONE",
            "a guest has it",
            on -> on.hidden(CARD).given(3, CARD).config(CARD, ConfigBytes.gone())),
        warns("XEN-PERMISSIVE", "idle", on -> on.hidden(CARD).put(PERMISSIVE, CARD + "\n")),
        notes("UNKNOWN-TO-XL", "hidden at boot", IssueCase::hiddenAtBoot).repaired(),
        notes(
                "UNKNOWN-TO-XL",
                "hidden at boot, with its driver on record",
                on ->
                    hiddenAtBoot(on)
                        .put(original(CARD), "id=8086:10d3\ndriver=e1000e\nmodule=e1000e\n"))
            .repaired(),
        notes("SLOT-TWICE", "idle", on -> on.hidden(CARD).listingTwice(CARD)).repaired(),
        notes("SLOT-TWICE", "dom0's", on -> on.listingTwice(CARD)),
        notes("SLOT-TWICE", "a guest's", on -> on.hidden(CARD).given(3, CARD).listingTwice(CARD)),
        warns("OVERRIDE-LEFT", "and nobody has it", on -> kept(on, "pciback").unbind(E1000E, CARD))
            .repaired(),
        warns(
                "OVERRIDE-LEFT",
                "nobody has it, and its driver is not loaded",
                on -> {
                  kept(on, "vfio-pci").unbind(E1000E, CARD);
                  on.without("sys/bus/pci/drivers/" + E1000E);
                })
            .repaired(),
        warns("OVERRIDE-LEFT", "and its driver has it", on -> kept(on, "pciback")).repaired(),
        warns(
            "OVERRIDE-LEFT",
            "and no driver is known",
            on ->
                on.function(STRANGER, "1234:5678", "ff0000", "")
                    .put(on.folder(STRANGER) + "/driver_override", "pciback\n")),
        warns(
            "DRIVER-LOST",
            "kept on disk",
            on ->
                on.put(original(CARD), "id=8086:10d3\ndriver=e1000e\nmodule=e1000e\n")
                    .unbind(E1000E, CARD)),
        warns(
            "DRIVER-LOST",
            "noted by libxl",
            on -> {
              on.store().with(NOTE + "/driver_path", DOM0_HAS);
              on.unbind(E1000E, CARD);
            }),
        warns(
            "DRIVER-LOST",
            "released by xl, which knew of no driver",
            on -> on.noted(CARD).unbind(E1000E, CARD)),
        warns(
            "DEVICE-REPLACED",
            "in the list to hide at boot",
            on -> settings(on, "(0000:09:00.0)").put(original(CARD), OTHER_DEVICE)),
        warns(
            "DEVICE-REPLACED",
            "that pciback holds",
            on -> on.hidden(CARD).put(original(CARD), OTHER_DEVICE)),
        warns(
            "DEVICE-CHANGED",
            "that pciback holds",
            on -> recorded(on.hidden(CARD), CARD, ofId(Identities.of(on, CARD), "144d:a808"))),
        warns(
            "DEVICE-CHANGED",
            "in a definition",
            on ->
                recorded(on, CARD, ofId(Identities.of(on, CARD), "144d:a808"))
                    .put(
                        "etc/xen/pv2.cfg",
                        "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n")),
        warns(
            "HARDWARE-UNREADABLE",
            "a damaged file",
            on -> on.hidden(CARD).put("var/lib/gangway/hardware.json", "{")),
        warns("MODULE-MISSING", "idle", on -> withoutModule(on.hidden(CARD))),
        warns(
            "MODULE-MISSING",
            "a guest has it",
            on -> withoutModule(on.hidden(CARD).given(3, CARD))),
        warns("HIDE-LIST-TYPO", "a point for a colon", on -> settings(on, "(0000:09.00.0)")),
        warns(
            "HIDE-LIST-TYPO",
            "on the kernel's command line",
            on -> on.put("proc/cmdline", "xen-pciback.hide=(09:00.0),(0a:04.0)\n")),
        warns("HIDE-LIST-ABSENT", "a function", on -> settings(on, "(0000:09:00.0)(0000:0b:00.0)")),
        warns("HIDE-LIST-ABSENT", "a bus", on -> settings(on, "(0b:*.*)")),
        warns("HIDE-LIST-MOVED", "a card", on -> device(on, "0000:08:00.0", "1c.0")),
        warns("HIDE-LIST-DISPLACED", "a card", on -> device(on, CARD, "1d.0")),
        warns("HIDE-LIST-ABSENT", "a recorded card", on -> device(on, "0000:08:00.0", "1d.0")),
        notes(
            "HIDE-LIST-VIRTUAL",
            "a function",
            on -> settings(withVirtualFunctions(on), "(0000:09:00.0)(0000:09:10.2)")),
        notes(
            "HIDE-LIST-VIRTUAL",
            "a device",
            on -> settings(withVirtualFunctions(on), "(0000:09:00.0)(0000:09:10.*)")),
        warns(
            "HIDE-LIST-ABSENT",
            "between two virtual functions",
            on -> settings(withVirtualFunctions(on), "(0000:09:00.0)(0000:09:10.1)")),
        notes(
                "HIDE-LIST-TWICE",
                "in a file",
                on -> settings(on, "(09:00.0)(0000:0a:04.0)(0000:09:00.0)"))
            .repaired(),
        notes(
            "HIDE-LIST-TWICE",
            "on the kernel's command line",
            on ->
                on.put("proc/cmdline", "xen-pciback.hide=(09:00.0)(09:00.0)\n")
                    .put(SETTINGS, FIRST)),
        notes(
            "HIDE-LIST-TWICE",
            "with an initramfs of others",
            on ->
                settings(on, "(09:00.0)(09:00.0)")
                    .without("usr/sbin/update-initramfs")
                    .put("usr/bin/genkernel", "")),
        warns("DEFINITION-REFUSED", "by xl", on -> defined(on, "'9:0.0', '9:0'")),
        warns(
            "DEFINITION-REFUSED",
            "by libxl",
            on ->
                on.put(
                    "etc/xen/pv2.cfg",
                    "name='pv2'\nkernel='k'\npassthrough='disabled'\npci=['09:00.0']\n")),
        warns(
            "DEFINITION-REFUSED",
            "for its builder",
            on -> on.put("etc/xen/pv2.cfg", "name='pv2'\nkernel='k'\nbuilder='linux'\n")),
        warns(
            "DEFINITION-REFUSED",
            "without a kernel",
            on -> on.put("etc/xen/pv2.cfg", "name='pv2'\n")),
        warns("DEFINITION-ABSENT", "in a definition", on -> defined(on, "'0b:00.0'")),
        warns("DEFINITION-NEEDED", "the NIC of the default route", on -> defined(on, "'03:00.0'")),
        warns(
            "DEFINITION-NEEDED",
            "the controller of the root disk, in libvirt's definition",
            on ->
                on.put(
                    "etc/libvirt/libxl/pv2.xml",
                    """
                    <domain type='xen'><name>pv2</name><os><type>linux</type><kernel>/k</kernel></os>
                    <devices><hostdev mode='subsystem' type='pci' managed='yes'><source>
                    <address domain='0x0000' bus='0x00' slot='0x1f' function='0x2'/>
                    </source></hostdev></devices></domain>
                    """)),
        warns(
            "DEFINITION-UNREADABLE",
            "by libvirt",
            on -> on.put("etc/libvirt/libxl/x.xml", "<domain type='xen'><name>x</na")),
        warns("DEFINITION-ALL-FUNCTIONS", "of a device", on -> defined(on, "'a:4.*'")),
        warns("DEFINITION-WORD-IS-ZERO", "for yes", on -> defined(on, "'a:4.0,seize=yes'")),
        warns("DEFINITION-UNREADABLE", "by xl", on -> on.put("etc/xen/pv5.cfg", "name = 5\r\n")),
        warns(
            "HIDE-LIST-IDLE",
            "in an earlier file",
            on ->
                settings(on, "(0000:09:00.0)")
                    .put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0a:04.0)\n")),
        warns(
            "HIDE-LIST-TYPO",
            "a blank outside quotes",
            on -> settings(on, "(0000:09:00.0) (0000:0a:04.0)")),
        warns(
            "HIDE-LIST-UNREAD",
            "for the old name of the module",
            on -> on.put("etc/modprobe.d/a.conf", "options pciback hide=(09:00.0)\n")),
        warns(
            "HIDE-LIST-UNREAD",
            "for the old name of the module, on the kernel command line",
            on -> on.put("proc/cmdline", "pciback.hide=(09:00.0)\n")),
        warns(
            "HIDE-LIST-UNREAD",
            "on the command line of Xen",
            on -> on.put("etc/default/grub", "GRUB_CMDLINE_XEN=\"xen-pciback.hide=(09:00.0)\"\n")),
        warns(
            "HIDE-LIST-UNREAD",
            "in modprobe's files, with a built-in pciback",
            on ->
                on.without("sys/module/xen_pciback/initstate")
                    .put("etc/modprobe.d/a.conf", "options xen-pciback hide=(09:00.0)\n")),
        warns(
            "HIDE-LIST-NEEDED",
            "the controller of the root disk",
            on ->
                on.put(
                    SETTINGS,
                    "options xen-pciback hide=(00:1f.2)\nsoftdep ahci pre: xen-pciback\n")),
        warns(
            "HIDE-LIST-NEEDED",
            "the bridge above the NIC of the default route",
            on ->
                on.without("sys/module/xen_pciback/initstate")
                    .put("proc/cmdline", "xen-pciback.hide=(00:1c.4)\n")),
        warns(
            "HIDE-LIST-LATE",
            "without a softdep",
            on -> on.put(SETTINGS, "options xen-pciback hide=(09:00.0)\n")),
        warns(
            "HIDE-LIST-LATE",
            "with a driver that has it since the boot",
            on ->
                settings(on, "(0000:09:00.0)")
                    .put("sys/module/xen_pciback/parameters/hide", "(0000:09:00.0)\n")
                    .put("sys/bus/pci/drivers/pciback/slots", "0000:09:00.0\n")));
  }

  private static IssueCase warns(String code, String name, Consumer<GuideHost> made) {
    return new IssueCase(code, Severity.WARNS, false, name, made);
  }

  private static IssueCase notes(String code, String name, Consumer<GuideHost> made) {
    return new IssueCase(code, Severity.NOTES, false, name, made);
  }

  private IssueCase repaired() {
    return new IssueCase(code, severity, true, name, made);
  }

  /** The record of a destroyed guest is left, which 'xl destroy' of Xen 4.17 removes. */
  public static GuideHost destroyed(GuideHost host) {
    host.hidden(CARD)
        .given(3, CARD)
        .store()
        .with(RECORD + "/state", "6")
        .without(PV1)
        .without(NOTE);
    return host;
  }

  /** An attach or detach that stopped in states of dom0's backend and of the entry. */
  private static void half(GuideHost host, String backend, String entry) {
    host.hidden(CARD)
        .given(3, CARD)
        .store()
        .with(RECORD + "/state", backend)
        .with(RECORD + "/state-0", entry);
  }

  /** The state after a reboot with a boot setting. */
  public static GuideHost hiddenAtBoot(GuideHost host) {
    return settings(host.hiddenAtBoot(CARD, TWIN), "(0000:09:00.0)(0000:0a:04.0)").noted(TWIN);
  }

  /** The card can have the virtual functions 09:10.0, 09:10.2, and so on up to 09:11.6. */
  private static GuideHost withVirtualFunctions(GuideHost host) {
    return host.config(
        CARD, new ConfigBytes().express(1, 1, 1, 1).virtualFunctions(8, 0x80, 2).bytes());
  }

  /** The list means a card by an address, and the initramfs looks for the card in its slot. */
  private static GuideHost device(GuideHost host, String address, String port) {
    for (InitramfsToolsFiles one : InitramfsToolsFiles.values()) {
      host.put(one.file().toString().substring(1), one.text());
    }
    return host.put(
            SETTINGS,
            FIRST
                + "options xen-pciback hide=(%1$s)\n# gangway-device: %1$s pci0000:00/%2$s/00.0 8086:10D3 8086:A01F 200\n"
                    .formatted(address, port))
        .pack();
  }

  private static GuideHost settings(GuideHost host, String list) {
    return host.put(SETTINGS, "options xen-pciback hide=" + list + "\n" + FIRST).pack();
  }

  private static void defined(GuideHost host, String entries) {
    host.put(
        "etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ %s ]\n".formatted(entries));
  }

  private static GuideHost kept(GuideHost host, String driver) {
    return host.put(host.folder(CARD) + "/driver_override", driver + "\n");
  }

  private static void withoutModule(GuideHost host) {
    host.without("sys/bus/pci/drivers/" + E1000E).refusal("modprobe -n -q " + E1000E);
  }

  private static String original(String function) {
    return "var/lib/gangway/original/" + function;
  }

  @Override
  public String toString() {
    return code + ", " + name;
  }
}
