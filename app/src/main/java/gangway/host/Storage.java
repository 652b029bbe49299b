package gangway.host;

import gangway.host.Layers.Layer;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The block devices of dom0 and what it keeps on them.
 *
 * @param devices by kernel name ({@code sda1}, {@code dm-0})
 */
public record Storage(Layers devices, List<Use> uses) {
  private static final Path BLOCK = Path.of("/sys/class/block");
  private static final String DEV = "/dev/";

  /**
   * Something dom0 keeps on a block device.
   *
   * @param what the place it is mounted at, or {@code swap}
   */
  public record Use(String what, String device) {}

  public static Storage read(Machine machine) {
    Map<String, Layer> devices = new LinkedHashMap<>();
    Map<String, String> byNumber = new HashMap<>();
    for (String name : machine.list(BLOCK)) {
      Path folder = BLOCK.resolve(name);
      Optional<Path> real = machine.real(folder);
      if (real.isPresent()) {
        List<String> below = new ArrayList<>(machine.list(folder.resolve("slaves")));
        if (machine.exists(folder.resolve("partition"))) {
          below.add(String.valueOf(real.get().resolveSibling("").getFileName()));
        }
        devices.put(name, new Layer(List.copyOf(below), Layers.functionsAbove(real.get())));
        machine.read(folder.resolve("dev")).ifPresent(dev -> byNumber.put(dev.strip(), name));
      }
    }
    List<Use> uses = new ArrayList<>();
    for (String line : lines(machine, "/proc/self/mountinfo")) {
      mount(machine, line, byNumber).ifPresent(uses::add);
    }
    for (String line : lines(machine, "/proc/swaps")) {
      named(machine, line.split("\\s", 2)[0])
          .ifPresent(device -> uses.add(new Use("swap", device)));
    }
    return new Storage(new Layers(devices), List.copyOf(uses));
  }

  /**
   * A line of mountinfo: ids, {@code major:minor}, root, mount point, options, {@code -}, type,
   * source (proc(5)). File systems of several devices, such as btrfs, have a number of their own;
   * there the source tells one of them.
   */
  private static Optional<Use> mount(Machine machine, String line, Map<String, String> byNumber) {
    String[] fields = line.split(" ");
    if (fields.length < 10) {
      return Optional.empty();
    }
    return Optional.ofNullable(byNumber.get(fields[2]))
        .or(() -> named(machine, fields[fields.length - 2]))
        .map(device -> new Use(fields[4].replace("\\040", " "), device));
  }

  /** The kernel's name of the device a path in {@code /dev} leads to. */
  private static Optional<String> named(Machine machine, String path) {
    return path.startsWith(DEV) && path.indexOf('\0') < 0
        ? machine.real(Path.of(path)).map(Path::getFileName).map(Path::toString)
        : Optional.empty();
  }

  private static List<String> lines(Machine machine, String file) {
    return machine.read(Path.of(file)).map(text -> text.lines().toList()).orElse(List.of());
  }
}
