package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.Identities;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The hosts that the golden files of JSON and of captures are about. */
final class JsonHosts {
  private static final String PCIBACK_ONLY = "0000:05:00.0";
  private static final String RECORD = "/local/domain/0/backend/pci/";
  private static final String SAID = "/local/domain/3/data/gangway/";
  private static final String PCI_IDS =
      """
      8086  Intel Corporation
      \t10d3  82574L Gigabit Network Connection
      \t\t8086 a01f  Gigabit CT Desktop Adapter
      C 02  Network controller
      \t00  Ethernet controller
      """;
  private static final String XML =
      """
      <domain type='xen'><name>pv4</name><devices>
        <hostdev type='pci'><source><address bus='0x0a' slot='4' function='1'/></source></hostdev>
      </devices></domain>
      """;

  private JsonHosts() {}

  static GuideHost plain() {
    return new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
  }

  /** The guest pv1 can be given devices while it runs. */
  static GuideHost hotPluggable() {
    return plain().made(3, "{}", "{ \"e820_host\": \"True\" }");
  }

  /** The administrator has written a configuration. */
  static GuideHost configured() {
    return plain()
        .put(
            "etc/gangway/gangway.conf",
            """
            [limits]
            guest-start = 1200 s
            [policies]
            never-accept = DISK-ROOT NETWORK-SESSION
            toolstack = libvirt
            [groups]
            storage = 0000:03:00.0 04:00.0
            """);
  }

  /** A function of each kind of owner. */
  static GuideHost everyOwner() {
    GuideHost host =
        plain()
            .function("0000:04:00.0", "8086:1533", "20000", "")
            .function(PCIBACK_ONLY, "8086:10d3", "20000", "e1000e")
            .hidden(CARD, TWIN, PCIBACK_ONLY)
            .guest(4, "pv4")
            .given(3, CARD)
            .given(4, TWIN)
            .given(3, OTHER_TWIN)
            .put("usr/share/misc/pci.ids", PCI_IDS)
            .put(
                "etc/modprobe.d/gangway.conf",
                "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    host.store().with(RECORD + "4/0/state", "3").with("/local/domain/4/device/pci/0/state", "1");
    return host;
  }

  /** A card was exchanged, another one was removed, and a third one is new. */
  static GuideHost changedHardware() {
    GuideHost host =
        plain()
            .config(CARD, Examples.configBytes("82574l.txt"))
            .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n");
    SortedMap<PciAddress, DeviceIdentity> devices = new TreeMap<>();
    host.observed()
        .inventory()
        .functions()
        .forEach(one -> devices.put(one.address(), Identities.of(host, one.address().toString())));
    DeviceIdentity card = Identities.of(host, CARD);
    devices.put(GuideHost.address(CARD), Identities.serial(card, "00-1b-21-ff-ff-20-c4-a6"));
    devices.put(Examples.address("0000:0b:00.0"), Identities.ofId(card, "144d:a808"));
    Identities.recorded(host, new AcknowledgedDevices(true, devices));
    return host.function("0000:00:1c.0/0000:09:01.0", "8086:1533", "20000", "");
  }

  /** An operation on a function is in progress, and one on another function was interrupted. */
  static GuideHost changing() {
    GuideHost host = plain();
    JournalFiles.inProgress(host);
    JournalFiles.interrupted(host);
    return host;
  }

  /** A function with everything that can be known about it. */
  static GuideHost detailed() {
    GuideHost host = given().put("usr/share/misc/pci.ids", PCI_IDS);
    host.store().with(SAID + "agent", "1").with(SAID + "pci/0000-00-00-0", "e1000e");
    String card = host.folder(CARD);
    host.put(
            "etc/modprobe.d/gangway.conf",
            "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n")
        .config(CARD, Examples.configBytes("82576.txt"))
        .put(card + "/irq", "16\n")
        .put(card + "/numa_node", "1\n")
        .put(card + "/msi_irqs/24", "msix\n")
        .put(card + "/msi_irqs/120", "msix\n")
        .put(
            card + "/resource",
            """
            0x00000000fea00000 0x00000000fea1ffff 0x0000000000040200
            0x000000000000e000 0x000000000000e01f 0x0000000000040101
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x00000381fea40000 0x00000381fea43fff 0x000000000014220c
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x00000000fea80000 0x00000000feabffff 0x0000000000046200
            """)
        .link(card + "/virtfn0", "../0000:09:10.0")
        .link(card + "/virtfn1", "../0000:09:10.2");
    return host;
  }

  /** A virtual function on a machine without Xen, with an IOMMU group. */
  static GuideHost withoutXen() {
    GuideHost host = plain().withoutXl();
    String card = host.folder(CARD);
    return host.link(card + "/iommu_group", "../../../../kernel/iommu_groups/14")
        .link(card + "/physfn", "../" + TWIN)
        .config(CARD, Examples.configBytes("ehci.txt"))
        .without("sys/hypervisor")
        .without("proc/xen");
  }

  /** The guest pv1 has the card. */
  static GuideHost given() {
    return plain().made(3, "{}", "{}").hidden(CARD).given(3, CARD);
  }

  /** Functions that are hidden now, after the next boot, or perhaps, and lists without effect. */
  static GuideHost everyBootState() {
    return plain()
        .function(PCIBACK_ONLY, "8086:10d3", "20000", "e1000e")
        .hidden(CARD, OTHER_TWIN)
        .put("usr/share/misc/pci.ids", PCI_IDS)
        .put("etc/modprobe.d/early.conf", "options xen-pciback hide=(00:19.0)\n")
        .put("etc/modprobe.d/old.conf", "options pciback hide=(0a:04.1)\n")
        .put(
            "etc/modprobe.d/x.conf",
            "options xen-pciback hide=(09:00.0)(0a:04.0)(0c:00.0)(%s)\n".formatted(PCIBACK_ONLY)
                + "softdep e1000e pre: xen-pciback\n");
  }

  /** The agent in pv1 reports a driver, a missing driver and a missing function. */
  static GuideHost reported() {
    GuideHost host = given().hidden(TWIN, OTHER_TWIN).given(3, TWIN, OTHER_TWIN);
    host.store()
        .with(SAID + "agent", "1")
        .with(SAID + "pci/0000-00-00-0", "e1000e")
        .with(SAID + "pci/0000-00-01-0", "");
    return host;
  }

  /** Guests of both toolstacks, running and off, with all that a definition can have. */
  static GuideHost manyGuests() {
    GuideHost host =
        plain()
            .hidden(CARD, TWIN)
            .put(
                "etc/xen/pv1.cfg",
                """
                name = "pv1"
                bootloader = "pygrub"
                passthrough = 'enabled'
                e820_host = 1
                pci = [ '09:00.0,permissive=1', '0a:04.1' ]
                """)
            .put(
                "etc/xen/pv2.cfg",
                "name = 'pv2'\nbootloader='pygrub'\npci = [ '9:0.*@3', 'name=nic' ]\n")
            .put("etc/xen/pv3.cfg", "name = 'pv3'\nbootloader='pygrub'\npci = [ '09:00' ]\n")
            .put("etc/xen/pv3-again.cfg", "name = 'pv3'\nbootloader='pygrub'\n")
            .put("etc/libvirt/libxl/pv4.xml", XML)
            .link("etc/xen/auto/pv1", "../pv1.cfg")
            .given(3, CARD, TWIN)
            .put(
                "var/lib/xen/userdata-d.3.uuid-3.libxl-json",
                """
                {"c_info": {}, "b_info": {"type.pv": {}}, "pcidevs": [{"bus": 9, "vfunc_mask": 1}]}
                """);
    host.store().with(RECORD + "3/0/state-1", "5");
    return host;
  }

  /** The guest pv1 is paused. */
  static GuideHost paused() {
    return plain().answer("xl list", "pv1  3  256     1     --p---       1.9\n");
  }

  static GuideHost withoutGuests() {
    GuideHost host = plain().without("etc/xen");
    host.store().without("/local/domain/3");
    return host;
  }

  /** The script for guests reports by ssh. */
  static GuideHost answering() {
    GuideHost host = given().hidden(TWIN, OTHER_TWIN).given(3, TWIN, OTHER_TWIN);
    return host.answer(
        "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@pv1 sh -s -- look pv",
        """
        system modules-load
        module xen-pcifront
        present loaded
        at-boot no
        boot-file /etc/modules-load.d/gangway-xen-pcifront.conf
        boot-mine no
        iommu-soft set
        grub-mine no
        device 0000:00:00.0 e1000e
        link 0000:00:00.0 eth1 up
        link 0000:00:00.0 eth2 off
        device 0000:00:01.0 e1000
        link 0000:00:01.0 eth3 down
        """);
  }

  /** Guest pv1 had the card when the guest was destroyed. */
  static GuideHost destroyed() {
    GuideHost host = plain().hidden(CARD).given(3, CARD);
    host.store().without("/local/domain/3");
    return host;
  }

  /** Issues with and without a function and a repair, warnings and a note. */
  static GuideHost withIssues() {
    return destroyed()
        .put(plain().folder(OTHER_TWIN) + "/driver_override", "pciback\n")
        .put(
            "etc/modprobe.d/x.conf",
            "options xen-pciback hide=(0b:00.0)\nsoftdep e1000e pre: xen-pciback\n")
        .put("proc/cmdline", "xen-pciback.hide=(09:00.0)(09:00.0)\n");
  }

  /** Operations that ended in each way, one in progress and one that was interrupted. */
  static GuideHost everyOutcome() {
    GuideHost host = changing();
    JournalFiles.done(host);
    JournalFiles.undone(host);
    JournalFiles.left(host);
    return host;
  }

  /** An operation that changed files in every way. */
  static GuideHost changedFiles() {
    GuideHost host = plain();
    JournalFiles.changedFiles(host);
    return host;
  }

  /** Operations that this version cannot read, and one that it can. */
  static GuideHost unreadable() {
    GuideHost host = plain();
    JournalFiles.done(host);
    JournalFiles.unreadable(host);
    return host;
  }

  /** Tools of Xen that can be guarded, and a libvirt that reads the files for it. */
  static GuideHost guardable() {
    return plain()
        .put("usr/bin/dpkg-divert", "")
        .put("usr/lib/xen-4.17/bin/xl", "\177ELF")
        .mode("usr/lib/xen-4.17/bin/xl", "rwxr-xr-x")
        .put("var/lib/dpkg/diversions", "")
        .put("etc/libvirt/libvirtd.conf", "access_drivers = [ \"polkit\" ]\n")
        .put("etc/polkit-1/rules.d/49-local.rules", "");
  }

  /** Every tool has the wrapper script of this version. */
  static GuideHost guarded() {
    GuideHost host = guardable().put(Launcher.path().toString().substring(1), "");
    Run.of(console -> new Gangway(console, host::machine).run(List.of("guard", "install")));
    return host;
  }

  /** The wrapper script and the hook are those of another version of Gangway. */
  static GuideHost outdatedGuard() {
    return guarded()
        .hidden(CARD)
        .given(3, CARD)
        .put("usr/lib/xen-4.17/bin/xl", "#!/bin/sh\n# Gangway's guard 0.0.1\n")
        .put("etc/libvirt/hooks/libxl.d/gangway", "# Gangway's guard 0.0.1\n");
  }
}
