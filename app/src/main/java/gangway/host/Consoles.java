package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * dom0's screens, consoles and keyboards.
 *
 * @param bootDisplays the displays that the firmware used when the machine started
 * @param framebuffers the kernel's framebuffers, with their names
 * @param terminals the terminals that are consoles of dom0's kernel, by name ({@code ttyS0})
 */
public record Consoles(
    Set<PciAddress> bootDisplays,
    List<Device> framebuffers,
    List<Device> terminals,
    List<Device> keyboards) {
  private static final Path GRAPHICS = Path.of("/sys/class/graphics");
  private static final Path TERMINALS = Path.of("/sys/class/tty");
  private static final int VGA = 0x0300;

  public Consoles {
    bootDisplays = Collections.unmodifiableSet(new LinkedHashSet<>(bootDisplays));
    framebuffers = List.copyOf(framebuffers);
    terminals = List.copyOf(terminals);
    keyboards = List.copyOf(keyboards);
  }

  /**
   * A screen, console or keyboard.
   *
   * @param path the functions it is on, from the root complex to the deepest; empty if it is on no
   *     function
   */
  public record Device(String name, List<PciAddress> path) {
    public Device {
      path = List.copyOf(path);
    }
  }

  static Consoles read(Machine machine, PciFunctions functions) {
    return new Consoles(
        bootDisplays(machine, functions),
        framebuffers(machine),
        terminals(machine),
        Keyboards.read(machine));
  }

  /**
   * {@code boot_vga} is 1 for the boot display; only VGA controllers have it
   * (drivers/pci/pci-sysfs.c).
   */
  private static Set<PciAddress> bootDisplays(Machine machine, PciFunctions functions) {
    Set<PciAddress> displays = new TreeSet<>();
    for (PciFunction function : functions) {
      if (function.type().withSubclass() == VGA) {
        machine
            .read(PciBus.folder(function.address()).resolve("boot_vga"))
            .filter(text -> text.strip().equals("1"))
            .ifPresent(_ -> displays.add(function.address()));
      }
    }
    return displays;
  }

  private static List<Device> framebuffers(Machine machine) {
    List<Device> framebuffers = new ArrayList<>();
    for (String name : machine.list(GRAPHICS)) {
      if (name.matches("fb[0-9]+")) {
        Path folder = GRAPHICS.resolve(name);
        String own = machine.read(folder.resolve("name")).map(String::strip).orElse("?");
        framebuffers.add(device(machine, folder, "/dev/%s (%s)".formatted(name, own)));
      }
    }
    return List.copyOf(framebuffers);
  }

  /**
   * The consoles that the kernel uses (/proc/consoles), and those on its command line that it has
   * not found yet ({@code console=NAME,OPTIONS}; Documentation/admin-guide/serial-console.rst).
   * Virtual consoles such as {@code tty0} and Xen's {@code hvc0} are on no function.
   */
  private static List<Device> terminals(Machine machine) {
    Stream<String> running =
        machine.lines(Path.of("/proc/consoles")).stream().map(line -> line.split("\\s", -1)[0]);
    Stream<String> told =
        machine.read(Path.of("/proc/cmdline")).stream()
            .flatMap(text -> Stream.of(text.strip().split("\\s+")))
            .filter(word -> word.startsWith("console="))
            .map(word -> word.substring("console=".length()).split(",", -1)[0]);
    return Stream.concat(running, told)
        .filter(name -> name.matches("[A-Za-z]+[0-9]+"))
        .distinct()
        .map(name -> device(machine, TERMINALS.resolve(name), name))
        .toList();
  }

  private static Device device(Machine machine, Path folder, String name) {
    return new Device(name, machine.real(folder).map(PciBus::functionsAbove).orElse(List.of()));
  }
}
