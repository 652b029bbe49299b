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
import java.util.stream.Stream;

/**
 * The block devices of dom0 and what it keeps on them.
 *
 * @param devices by kernel name ({@code sda1}, {@code dm-0})
 * @param remotes what dom0 keeps on other machines
 */
public record Storage(Layers devices, List<Use> uses, List<Remote> remotes) {
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
          below.add(real.get().getName(real.get().getNameCount() - 2).toString());
        }
        devices.put(name, new Layer(List.copyOf(below), Layers.functionsAbove(real.get())));
        machine.read(folder.resolve("dev")).ifPresent(dev -> byNumber.put(dev.strip(), name));
      }
    }
    List<Use> uses = new ArrayList<>();
    List<Remote> remotes = new ArrayList<>();
    for (String line : lines(machine, "/proc/self/mountinfo")) {
      remote(line).ifPresent(remotes::add);
      mount(machine, line, byNumber).ifPresent(uses::add);
    }
    for (String line : lines(machine, "/proc/swaps")) {
      named(machine, line.split("\\s")[0]).ifPresent(device -> uses.add(new Use("swap", device)));
    }
    return new Storage(new Layers(devices), List.copyOf(uses), List.copyOf(remotes));
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
    return path.startsWith(DEV)
        ? machine.real(Path.of(path)).map(device -> device.getFileName().toString())
        : Optional.empty();
  }

  private static List<String> lines(Machine machine, String file) {
    return machine.read(Path.of(file)).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** A mount of NFS has the server's address among its options (nfs(5)). */
  private static Optional<Remote> remote(String line) {
    String[] fields = line.split(" ");
    String options = fields[fields.length - 1];
    return line.contains(" - nfs")
        ? Stream.of(options.split(","))
            .filter(option -> option.startsWith("addr="))
            .map(option -> new Remote(fields[4], option.substring("addr=".length())))
            .findFirst()
        : Optional.empty();
  }
}
