package gangway.host;

import gangway.journal.Journal;
import gangway.pci.identity.HardwareRecord;
import gangway.xen.guest.LibxlNote;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a host has, by its names, so that two hosts can be compared. */
final class HostContents {
  /** A value of an entry of a record: the record, the value's name, the number of the entry. */
  private static final Pattern ENTRY =
      Pattern.compile("(.*/backend/pci/\\d+/0/)(key|dev|opts|state|vdev)-(\\d+)");

  /** The parameter with which pciback was loaded; it tells of the boot, not of the settings. */
  private static final Path AT_BOOT = Path.of("/sys/module/xen_pciback/parameters/hide");

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int UUID_LENGTH = 36;
  private static final String NEW_UUID = "uuid-" + ActingHost.NEW;

  private HostContents() {}

  /** Files, links, unusual modes, XenStore values and the quarantine, without any history. */
  static SortedMap<String, String> of(GuideHost host) {
    HostFiles files = host.files();
    SortedMap<String, String> all = files.all();
    all.keySet().removeIf(name -> ofThePast(Path.of(name)));
    for (String name : List.copyOf(all.keySet())) {
      boolean link = files.machine().linkName(Path.of(name)).isPresent();
      String mode = link ? HostFiles.USUAL_MODE : files.mode(name.substring(1));
      if (!mode.equals(HostFiles.USUAL_MODE)) {
        all.put("mode of " + name, mode);
      }
    }
    store(host).forEach((path, value) -> all.put("XenStore " + path, value));
    host.quarantine().forEach(function -> all.put("in quarantine: " + function, ""));
    host.paused().forEach(domid -> all.put("paused: " + domid, ""));
    host.suspended().forEach(domid -> all.put("suspended: " + domid, ""));
    return withoutUuids(all);
  }

  /** A guest whose definition has no UUID gets another one at each start. */
  private static SortedMap<String, String> withoutUuids(SortedMap<String, String> all) {
    SortedMap<String, String> same = new TreeMap<>();
    all.forEach((name, value) -> same.put(withoutUuids(name), withoutUuids(value)));
    return same;
  }

  private static String withoutUuids(String text) {
    return text.length() < UUID_LENGTH || text.indexOf('-') < 0
        ? text
        : UUID.matcher(text).replaceAll(NEW_UUID);
  }

  /**
   * The values of XenStore, by the function instead of the number of its entry: libxl appends what
   * it is given back. The folder that libxl leaves of a function tells only of the past.
   */
  private static SortedMap<String, String> store(GuideHost host) {
    SortedMap<String, String> values = new TreeMap<>();
    host.store()
        .values()
        .forEach((path, value) -> {
          Matcher entry = ENTRY.matcher(path);
          if (entry.matches()) {
            String function =
                host.store().read(entry.group(1) + "dev-" + entry.group(3)).orElse(entry.group(3));
            // pciback gives a function that comes back the first free slot
            String what = entry.group(2).equals("vdev") ? "a slot" : value;
            values.put(entry.group(1) + entry.group(2) + " of " + function, what);
          } else if (!(path.startsWith(LibxlNote.NODE + "/") && value.isEmpty())) {
            values.put(path, value);
          }
        });
    return values;
  }

  private static boolean ofThePast(Path file) {
    return Journal.keeps(file)
        || file.startsWith(HotPlugs.FOLDER)
        || file.equals(HardwareRecord.FILE)
        || file.equals(AT_BOOT);
  }

  /** A line for each name whose value differs. */
  static List<String> differences(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> name + ": was " + before.get(name) + ", is " + after.get(name))
        .toList();
  }
}
