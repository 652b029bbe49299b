package gangway.training;

import gangway.cli.Main;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.pci.PciBus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The training for an AOT cache: runs the usual commands on a small machine made of files and on
 * captured hosts with many findings. Changes nothing outside that machine's directory.
 *
 * <p>Usage: {@code Training look|all DIRECTORY CAPTURE…}. The caller creates an empty directory and
 * deletes it afterwards. Each class in a cache makes every start a little slower, so the commands
 * that only read functions ({@code look}) have a cache of their own. The last command prints to
 * standard output and ends the process, as the program does.
 *
 * <p>See docs/decisions/0017-start-like-a-native-tool.md.
 */
public final class Training {
  private static final List<List<String>> LOOK =
      List.of(
          List.of("devices"),
          List.of("devices", "--class", "network", "--all", "--json"),
          List.of("show", "09:00.0"),
          List.of("show", "--json", "8086:10d3"),
          List.of("show", "9:0.0"));

  private static final List<List<String>> ALL =
      List.of(
          List.of("guests"),
          List.of("guests", "--json"),
          List.of("hide", "--dry-run", "09:00.0"),
          List.of("check", "hide", "09:00.0"),
          List.of("doctor"),
          List.of("guard", "status"),
          List.of("unhide", "--dry-run", "09:00.0"),
          List.of("attach", "--dry-run", "pv1", "09:00.0"),
          List.of("detach", "--dry-run", "--config", "pv1", "09:00.0"),
          List.of("assign", "--dry-run", "pv1", "09:00.0"),
          List.of("unassign", "--dry-run", "--config", "pv1", "09:00.0"),
          List.of("boot-config", "--dialect", "modprobe.conf", "--driver", "bnx2", "09:00.0"),
          List.of("explain", "DISK-ROOT"),
          List.of("hide", "--help"),
          List.of("--help"),
          List.of("--version"),
          List.of("--nonsense"));

  private static final List<List<String>> ACTS =
      List.of(
          List.of("hide", "09:00.0"),
          List.of("attach", "--now", "pv1", "09:00.0"),
          List.of("detach", "--now", "pv1", "09:00.0"),
          List.of("attach", "--config", "pv3", "09:00.0"),
          List.of("detach", "--config", "pv3", "09:00.0"),
          List.of("unhide", "09:00.0"),
          List.of("assign", "--now", "pv1", "09:00.0"),
          List.of("unassign", "--now", "pv1", "09:00.0"),
          List.of("doctor", "--fix"),
          List.of("history"),
          List.of("recover"));

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    machine(folder);
    train(LOOK, folder);
    if (arguments[0].equals("all")) {
      train(ALL, folder);
      String capture = folder.resolve("capture").toString();
      run("--host", folder.toString(), "capture", "--mask-addresses", capture);
      run("--host", capture, "devices");
      run("--host", capture, "check", "hide", "09:00.0");
      for (String host : List.of(arguments).subList(2, arguments.length)) {
        check(host);
      }
      TrainingHost host = new TrainingHost(folder);
      ACTS.forEach(act -> run(false, () -> host, act));
      new LiveMachine().ask(Command.of("true"));
    }
    Main.main(new String[] {"--host", folder.toString(), "devices"});
  }

  /** Runs commands on this machine and on the machine made of files. */
  private static void train(List<List<String>> runs, Path folder) {
    for (List<String> run : runs) {
      run(true, LiveMachine::new, run);
      List<String> elsewhere = new ArrayList<>(List.of("--host", folder.toString()));
      elsewhere.addAll(run);
      run(false, LiveMachine::new, elsewhere);
    }
  }

  private static void run(String... arguments) {
    run(false, LiveMachine::new, List.of(arguments));
  }

  private static int run(boolean styled, Supplier<Machine> here, List<String> arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Main.run(nowhere, nowhere, styled, here, arguments);
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
    Path listed = folder.resolve("sys/bus/pci/devices/0000:0a:04.1");
    write(
        listed.resolve("uevent"),
        "PCI_CLASS=C0330\nPCI_ID=8086:1E31\nPCI_SLOT_NAME=0000:0a:04.1\n");
    write(
        function.resolve("resource"), "0x00000000fea00000 0x00000000fea1ffff 0x0000000000040200\n");
    Path devices = Files.createDirectories(folder.resolve("sys/bus/pci/devices"));
    Files.createSymbolicLink(
        devices.resolve("0000:09:00.0"),
        Path.of("../../../devices/pci0000:00/0000:00:0a.0/0000:09:00.0"));
    write(function.resolve("net/eth1/operstate"), "up\n");
    Files.createSymbolicLink(function.resolve("driver"), PciBus.DRIVERS.resolve("e1000e"));
    write(folder.resolve("sys/module/e1000e/initstate"), "live\n");
    Path drivers = folder.resolve("sys/bus/pci/drivers");
    write(drivers.resolve("e1000e/new_id"), "");
    Files.createSymbolicLink(drivers.resolve("e1000e/module"), Path.of("/sys/module/e1000e"));
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

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
