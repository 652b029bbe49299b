package gangway.host;

import gangway.journal.Journal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** All that a host has, by its names, so that two hosts can be compared. */
final class HostContents {
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
    host.store().values().forEach((path, value) -> all.put("XenStore " + path, value));
    host.quarantine().forEach(function -> all.put("in quarantine: " + function, ""));
    return all;
  }

  private static boolean ofThePast(Path file) {
    return Journal.keeps(file) || file.startsWith(HotPlugs.FOLDER);
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
