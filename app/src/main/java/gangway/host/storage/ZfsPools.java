package gangway.host.storage;

import gangway.Problem;
import gangway.host.storage.Unplaced.Where;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The imported ZFS pools and their devices, from {@code zpool status -LP}: below a heading, each
 * line is indented by two blanks more than its parent (zpool-status(8)). The kernel module has a
 * folder {@code /proc/spl/kstat/zfs/POOL} for each imported pool (module/zfs/spa_stats.c of
 * OpenZFS), so a pool that the tool does not show is known, but not its disks.
 */
final class ZfsPools {
  /** Why the disks of a pool are not known. */
  static final String UNANSWERED = "'zpool status -LP' does not show the disks of this pool";

  private static final Path MODULE = Path.of("/sys/module/zfs");
  private static final Path IMPORTED = Path.of("/proc/spl/kstat/zfs");

  /** With a time limit, because a hanging pool never answers. */
  private static final Command STATUS =
      Command.of("zpool", "status", "-LP").within(Duration.ofSeconds(10));

  /** {@code mirror-0}, {@code raidz2-0}, {@code draid1:4d:6c:1s-0}. */
  private static final Pattern REDUNDANT = Pattern.compile("mirror-.*|d?raidz?([1-3]?)[-:].*");

  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Set<Unplaced> unplaced = new LinkedHashSet<>();
  private final Function<Path, Optional<String>> devices;
  private final Grounds grounds;

  /** A line of the tree, and the lines below it. */
  private record Part(String name, boolean online, int depth, List<Part> parts) {}

  private ZfsPools(Function<Path, Optional<String>> devices, Grounds grounds) {
    this.devices = devices;
    this.grounds = grounds;
  }

  /**
   * Reads the pools.
   *
   * @param devices finds the volume of a path in {@code /dev}
   * @param grounds learns which pools have a part that is not known
   */
  static ZfsPools read(Machine machine, Function<Path, Optional<String>> devices, Grounds grounds) {
    ZfsPools pools = new ZfsPools(devices, grounds);
    if (machine.exists(MODULE)) {
      pools.ask(machine);
    }
    machine.list(IMPORTED).stream()
        .filter(pool -> !machine.list(IMPORTED.resolve(pool)).isEmpty())
        .filter(pool -> !pools.volumes.containsKey(name(pool)))
        .forEach(pools::unshown);
    return pools;
  }

  /** A tool that fails does not tell that there are no pools. */
  private void ask(Machine machine) {
    try {
      Optional<Result> told = machine.ask(STATUS);
      if (told.filter(result -> !result.ok()).isPresent()) {
        silent("it fails with exit code " + told.get().exit());
      }
      told.filter(Result::ok).map(Result::out).ifPresent(this::parse);
    } catch (Problem didNotAnswer) {
      silent(didNotAnswer.blocker());
    }
  }

  private void silent(String why) {
    unplaced.add(
        new Unplaced(
            "the ZFS pools, if any",
            "the module zfs is loaded, and '%s' does not show the pools: %s".formatted(STATUS, why),
            Where.ON_A_DISK));
  }

  private void unshown(String pool) {
    String name = name(pool);
    unplaced.add(
        new Unplaced(name, "%s is imported, and %s".formatted(name, UNANSWERED), Where.ON_A_DISK));
  }

  private void parse(String status) {
    String pool = "";
    boolean drawing = false;
    List<Part> open = new ArrayList<>();
    List<Part> roots = new ArrayList<>();
    for (String line : status.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (line.strip().startsWith("pool:")) {
        add(pool, roots);
        pool = words[words.length - 1];
        roots = new ArrayList<>();
        open.clear();
      } else if (line.startsWith("config:") || line.startsWith("errors:")) {
        drawing = line.startsWith("config:");
      } else if (drawing && line.startsWith("\t") && !words[0].equals("NAME")) {
        int depth = (int) line.substring(1).chars().takeWhile(c -> c == ' ').count() / 2;
        // a resilver is noted at the end of the line
        boolean online =
            words.length > 1 && words[1].equals("ONLINE") && !line.contains("resilver");
        Part part = new Part(words[0], online, depth, new ArrayList<>());
        open.removeIf(other -> other.depth() >= depth);
        (open.isEmpty() ? roots : open.getLast().parts()).add(part);
        open.add(part);
      }
    }
    add(pool, roots);
  }

  /** A pool may have logs, caches and spares too; it does not need caches and spares. */
  private void add(String pool, List<Part> roots) {
    List<String> below = new ArrayList<>();
    Set<String> spares = new HashSet<>();
    for (Part root : roots) {
      for (Part part : root.parts()) {
        List<String> names = volume(pool, part).stream().toList();
        below.addAll(names);
        if (root.name().equals("cache") || root.name().equals("spares")) {
          spares.addAll(names);
        }
      }
    }
    if (pool.isEmpty()) {
      return;
    }
    if (below.isEmpty()) {
      unshown(pool);
    } else {
      String name = name(pool);
      names.add(name);
      volumes.put(name, Volume.of(name, name, below).tolerating(0, spares));
    }
  }

  private Optional<String> volume(String pool, Part part) {
    if (part.parts().isEmpty()) {
      Optional<String> device =
          part.name().startsWith("/") ? devices.apply(Path.of(part.name())) : Optional.empty();
      if (device.isEmpty() && part.online()) {
        grounds.gap(
            name(pool),
            "%s uses %s, and no known disk has this name".formatted(name(pool), part.name()),
            Where.ON_A_DISK);
      }
      return device;
    }
    List<String> below = new ArrayList<>();
    Set<String> spares = new HashSet<>();
    int online = 0;
    for (Part member : part.parts()) {
      Optional<String> name = volume(pool, member);
      name.ifPresent(below::add);
      if (member.online()) {
        online++;
      } else {
        name.ifPresent(spares::add);
      }
    }
    String name = part.name() + " of " + name(pool);
    int spared = spared(part);
    volumes.put(
        name,
        Volume.of(name, name, below)
            .tolerating(spared - (part.parts().size() - online), spared > 0 ? spares : Set.of()));
    return Optional.of(name);
  }

  /** The number of members that a part can lose if all of them work (zpoolconcepts(7)). */
  private static int spared(Part part) {
    Matcher redundant = REDUNDANT.matcher(part.name());
    if (!redundant.matches()) {
      return 0;
    }
    String parity = redundant.group(1);
    return parity == null
        ? part.parts().size() - 1
        : parity.isEmpty() ? 1 : Integer.parseInt(parity);
  }

  private static String name(String pool) {
    return "ZFS pool " + pool;
  }

  Map<String, Volume> volumes() {
    return volumes;
  }

  /** The imported pools whose disks are not known. */
  Set<Unplaced> unplaced() {
    return unplaced;
  }

  /** The pools themselves, among the volumes. */
  List<String> names() {
    return names;
  }

  /** The pool of a dataset, a volume or a snapshot: {@code tank/srv}, {@code tank@monday}. */
  Optional<String> of(String dataset) {
    String name = name(dataset.split("[/@]", 2)[0]);
    return Optional.of(name).filter(volumes::containsKey);
  }
}
