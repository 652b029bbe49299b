package gangway.training;

import gangway.cli.Main;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.pci.PciBus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The training for an AOT cache: runs the commands of the cache ({@link Cache}) on a small machine
 * made of files, and for some caches on captured hosts with many findings. Changes nothing outside
 * that machine's directory.
 *
 * <p>Usage: {@code Training CACHE DIRECTORY CAPTURE…}. The caller creates an empty directory and
 * deletes it afterwards. The last command prints to standard output and ends the process, as the
 * program does.
 *
 * <p>See docs/decisions/0017-start-like-a-native-tool.md.
 */
public final class Training {
  /** For libvirt's hook. */
  private static final String DEFINITION =
      """
      <domain type='xen'><name>pv3</name><devices><hostdev mode='subsystem' type='pci'><source>
      <address domain='0x0000' bus='0x09' slot='0x00' function='0x0'/></source></hostdev></devices>
      </domain>
      """;

  /** For apply. */
  private static final String DECLARATION =
      """
      format: 1
      hidden: ["0000:09:00.0"]
      guests: {pv1: {devices: ["0000:09:00.0"]}}
      """;

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    Cache cache = Cache.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    List<String> captures = List.of(arguments).subList(2, arguments.length);
    machine(folder);
    listOnCommandLine(commandLineHost(folder));
    if (cache == Cache.ALL) {
      train(Cache.REQUEST, folder, captures);
    }
    train(cache, folder, captures);
    Main.main(
        cache == Cache.TEXT
            ? new String[] {"--version"}
            : new String[] {"--host", folder.toString(), "devices"});
  }

  private static void train(Cache cache, Path folder, List<String> captures) throws IOException {
    for (List<String> reading : cache.readings()) {
      run(true, LiveMachine::new, reading);
      for (Path host : List.of(folder, commandLineHost(folder))) {
        List<String> elsewhere = new ArrayList<>(List.of("--host", host.toString()));
        elsewhere.addAll(reading);
        run(false, LiveMachine::new, elsewhere);
      }
    }
    switch (cache) {
      case TEXT, DEVICES, GUARD, ALL -> {}
      case REQUEST -> {
        checkHere();
        captures.forEach(Training::check);
      }
      case REPORT -> {
        String capture = folder.resolve("capture").toString();
        run("--host", folder.toString(), "capture", "--mask-addresses", capture);
        run("--host", capture, "devices");
      }
    }
    TrainingHost host = new TrainingHost(folder);
    for (List<String> act : cache.acts()) {
      String input = act.contains("apply") ? DECLARATION : DEFINITION;
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      run(false, () -> host, act);
    }
    if (cache != Cache.TEXT && cache != Cache.DEVICES) {
      LiveMachine here = new LiveMachine();
      here.ask(Command.of("true"));
      here.otherWriters(Path.of("/var/lib/gangway/hot-plugs/1"), Machine.StickyFolders.DISTRUSTED);
    }
  }

  private static void run(String... arguments) {
    run(false, LiveMachine::new, List.of(arguments));
  }

  private static int run(boolean styled, Supplier<Machine> here, List<String> arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Main.run(nowhere, nowhere, styled, here, arguments);
  }

  /** Checks a request for the first function of the machine of the build, if it has functions. */
  private static void checkHere() {
    new PciBus(new LiveMachine())
        .functions().stream()
            .limit(1)
            .forEach(function ->
                run(
                    false,
                    LiveMachine::new,
                    List.of("check", "hide", function.address().toString())));
  }

  /** Checks requests for each function of a captured host, and for all functions together. */
  private static void check(String capture) {
    Machine host = new CapturedMachine(CaptureReader.read(Path.of(capture)));
    List<String> functions =
        new PciBus(host)
            .functions().stream().map(function -> function.address().toString()).toList();
    List<List<String>> groups = new ArrayList<>(functions.stream().map(List::of).toList());
    groups.add(functions);
    for (List<String> group : groups) {
      for (String request :
          List.of("hide", "hide --json", "unhide", "attach pv1", "detach --config pv1")) {
        List<String> words = new ArrayList<>(List.of("--host", capture, "check"));
        words.addAll(List.of(request.split(" ")));
        words.addAll(group);
        run(false, LiveMachine::new, words);
      }
    }
  }

  private static void machine(Path folder) throws IOException {
    Path function = folder.resolve("sys/devices/pci0000:00/0000:00:0a.0/0000:09:00.0");
    write(
        function.resolve("uevent"),
        """
        DRIVER=e1000e
        PCI_CLASS=20000
        PCI_ID=8086:10D3
        PCI_SUBSYS_ID=8086:0000
        PCI_SLOT_NAME=0000:09:00.0
        MODALIAS=pci:v00008086d000010D3sv00008086sd00000000bc02sc00i00
        """);
    Path display = folder.resolve("sys/bus/pci/devices/0000:00:02.0");
    write(
        display.resolve("uevent"),
        "PCI_CLASS=30000\nPCI_ID=1234:1111\nPCI_SLOT_NAME=0000:00:02.0\n");
    write(display.resolve("boot_vga"), "1\n");
    Path listed = folder.resolve("sys/devices/pci0000:00/0000:00:1e.0/0000:0a:04.1");
    write(
        listed.resolve("uevent"),
        "PCI_CLASS=C0330\nPCI_ID=8086:1E31\nPCI_SLOT_NAME=0000:0a:04.1\n");
    Files.write(listed.resolve("config"), TrainingConfig.bytes());
    write(
        function.resolve("resource"), "0x00000000fea00000 0x00000000fea1ffff 0x0000000000040200\n");
    Path devices = Files.createDirectories(folder.resolve("sys/bus/pci/devices"));
    Files.createSymbolicLink(
        devices.resolve("0000:09:00.0"),
        Path.of("../../../devices/pci0000:00/0000:00:0a.0/0000:09:00.0"));
    Files.createSymbolicLink(
        devices.resolve("0000:0a:04.1"),
        Path.of("../../../devices/pci0000:00/0000:00:1e.0/0000:0a:04.1"));
    write(function.resolve("net/eth1/operstate"), "up\n");
    Files.createSymbolicLink(function.resolve("driver"), PciBus.DRIVERS.resolve("e1000e"));
    write(folder.resolve("sys/module/e1000e/initstate"), "live\n");
    Path drivers = folder.resolve("sys/bus/pci/drivers");
    write(drivers.resolve("e1000e/new_id"), "");
    Files.createSymbolicLink(drivers.resolve("e1000e/module"), Path.of("/sys/module/e1000e"));
    // the machine of the build can lack this file, and the caches must not depend on that
    write(
        folder.resolve("usr/share/misc/pci.ids"),
        """
        8086  Intel Corporation
        \t10d3  82574L Gigabit Network Connection
        \t\t8086 0000  Gigabit CT Desktop Adapter
        C 02  Network controller
        \t00  Ethernet controller
        """);
    write(folder.resolve("sys/hypervisor/type"), "xen\n");
    write(folder.resolve("proc/xen/capabilities"), "control_d\n");
    write(folder.resolve("sys/bus/pci/drivers/pciback/slots"), "");
    write(folder.resolve("etc/modprobe.d/a.conf"), "options xen-pciback hide=(0000:0a:04.1)\n");
    write(folder.resolve("etc/xen/pv1.cfg"), "name = \"pv1\"\npci = [ \"09:00.0\" ]\n");
    write(folder.resolve("etc/xen/pv3.cfg"), "name = \"pv3\"\n");
    write(
        folder.resolve("etc/libvirt/libxl/pv2.xml"),
        "<domain type='xen'><name>pv2</name><devices/></domain>");
  }

  private static Path commandLineHost(Path folder) {
    return folder.resolve("srv/command-line-host");
  }

  /** The same machine with the list of functions on the kernel command line, by GRUB. */
  private static void listOnCommandLine(Path folder) throws IOException {
    machine(folder);
    Files.delete(folder.resolve("etc/modprobe.d/a.conf"));
    Path function = folder.resolve("sys/bus/pci/devices/0000:0a:04.1");
    write(
        function.resolve("uevent"),
        "DRIVER=pciback\nPCI_CLASS=C0330\nPCI_ID=8086:1E31\nPCI_SLOT_NAME=0000:0a:04.1\n");
    write(function.resolve("driver_override"), "pciback\n");
    Files.createSymbolicLink(function.resolve("driver"), PciBus.DRIVERS.resolve("pciback"));
    String list = "xen-pciback.hide=(0000:0a:04.1)(0000:09:00.0)";
    String line = "placeholder root=/dev/sda1 ro quiet " + list;
    write(folder.resolve("proc/cmdline"), line + "\n");
    write(folder.resolve("proc/sys/kernel/osrelease"), "6.1.0-1-amd64\n");
    write(
        folder.resolve("lib/modules/6.1.0-1-amd64/modules.builtin"),
        "kernel/drivers/xen/xen-pciback/xen-pciback.ko\n");
    write(folder.resolve("etc/default/grub"), "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
    write(
        folder.resolve("etc/default/grub.d/zz-gangway.cfg"),
        "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT %s\"\n"
            .formatted(list));
    write(folder.resolve("usr/sbin/grub-mkconfig"), ". /etc/default/grub.d/a.cfg\n");
    write(folder.resolve("etc/grub.d/20_linux_xen"), "$GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT\n");
    write(
        folder.resolve("boot/grub/grub.cfg"),
        """
        ### BEGIN /etc/grub.d/20_linux_xen ###
        menuentry 'Xen' {
        \tmultiboot2 /boot/xen-4.17-amd64.gz placeholder
        \tmodule2 /boot/vmlinuz-6.1.0-1-amd64 %s
        }
        """
            .formatted(line));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
