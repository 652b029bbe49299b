package gangway.host.storage;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The redundancy of LVM's RAID volumes. A volume with several images is a device of the target raid
 * or mirror. Its parts are devices too, with names after the volume: {@code vg-root_rimage_0} has
 * data, {@code vg-root_rmeta_0} has the kernel's metadata of image 0, and {@code vg-root_mlog} has
 * the log of a whole mirror (lvmraid(7)).
 *
 * <p>{@code dmsetup status} shows levels and health (Documentation/admin-guide/device-mapper/
 * dm-raid.rst in Linux' sources); without its output, every part counts as needed.
 */
final class LvmImages {
  private static final Pattern IMAGE = Pattern.compile("(.*)_[rm]image_(\\d+)");

  /** {@code NAME: START LENGTH raid LEVEL IMAGES HEALTH IN-SYNC/ALL ACTION …}. */
  private static final Pattern RAID =
      Pattern.compile("(\\S+): 0 \\d+ raid (\\S+) (\\d{1,3}) (\\S+) \\d+/\\d+ (\\S+).*");

  /** {@code NAME: START LENGTH mirror IMAGES DEVICE… IN-SYNC/ALL 1 HEALTH …}. */
  private static final Pattern MIRROR =
      Pattern.compile("(\\S+): 0 \\d+ mirror (\\d{1,3})(?: \\d+:\\d+)+ (\\d+)/(\\d+) 1 (\\S+).*");

  private final Map<String, Volume> volumes;
  private final Map<String, String> titles;

  private LvmImages(Map<String, Volume> volumes, Map<String, String> titles) {
    this.volumes = volumes;
    this.titles = titles;
  }

  /**
   * Sets the redundancy of the RAID volumes.
   *
   * @param status asked only if there are such volumes
   * @param byTitle the kernel's names of the device mapper's devices, by their names in the device
   *     mapper
   */
  static void settle(
      MapperStatus status, Map<String, Volume> volumes, Map<String, String> byTitle) {
    Map<String, String> titles = new HashMap<>();
    byTitle.forEach((title, name) -> titles.put(name, title));
    LvmImages images = new LvmImages(volumes, titles);
    List<Volume> made =
        volumes.values().stream()
            .filter(
                volume -> volume.below().stream().anyMatch(part -> images.image(part).matches()))
            .toList();
    if (!made.isEmpty()) {
      Map<String, Integer> tolerating = new HashMap<>();
      status.lines().forEach(line -> status(line, tolerating));
      made.forEach(volume ->
          Optional.ofNullable(tolerating.get(images.title(volume.name())))
              .ifPresent(tolerates -> images.settle(volume, tolerates)));
    }
  }

  private String title(String name) {
    return titles.getOrDefault(name, "");
  }

  private Matcher image(String name) {
    return IMAGE.matcher(title(name));
  }

  private static void status(String line, Map<String, Integer> tolerating) {
    Matcher raid = RAID.matcher(line);
    Matcher mirror = MIRROR.matcher(line);
    if (raid.matches()) {
      int images = Integer.parseInt(raid.group(3));
      boolean moving = raid.group(5).equals("reshape");
      int spared = moving ? 0 : tolerance(raid.group(2), images);
      tolerating.put(raid.group(1), spared - unwell(raid.group(4), images));
    } else if (mirror.matches()) {
      int images = Integer.parseInt(mirror.group(2));
      int spared = mirror.group(3).equals(mirror.group(4)) ? images - 1 : 0;
      tolerating.put(mirror.group(1), spared - unwell(mirror.group(5), images));
    }
  }

  /** The number of images that are not complete: health has a letter for each, A for complete. */
  private static int unwell(String health, int images) {
    return images - (int) health.chars().filter(letter -> letter == 'A').count();
  }

  /** The number of images that a level can always lose; raid10 has at least two copies. */
  private static int tolerance(String level, int images) {
    if (level.equals("raid1")) {
      return images - 1;
    }
    return level.matches("raid6(_.*)?") ? 2 : level.matches("raid(4|5|10)(_.*)?") ? 1 : 0;
  }

  /** An image is useless without its metadata or log; both together count as one part. */
  private void settle(Volume volume, int tolerates) {
    Set<String> notes = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>(volume.below());
    for (String part : volume.below()) {
      Matcher image = image(part);
      if (image.matches()) {
        others.remove(part);
        Set<String> noting =
            Set.of(image.group(1) + "_rmeta_" + image.group(2), image.group(1) + "_mlog");
        for (String note : volume.below()) {
          if (noting.contains(title(note))) {
            notes.add(note);
            volumes.computeIfPresent(part, (_, of) -> of.andOn(note));
          }
        }
      }
    }
    others.removeAll(notes);
    if (others.isEmpty()) {
      volumes.put(volume.name(), volume.tolerating(tolerates, notes));
    }
  }
}
