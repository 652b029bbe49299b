package gangway.guard;

import gangway.journal.Author;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.machine.Machine;
import gangway.xen.guest.Domain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a watch saw of a guest: one file for each domain ID, with one line of JSON.
 *
 * @param uuid UUID of the guest; domain IDs are reused after a reboot of the host
 * @param fromStart whether the watch began before the guest started
 * @param hadDevice whether the watch saw the guest with a device at any time
 * @param watcher the watching process; nothing is known of the time before and after it
 */
record Watched(String uuid, boolean fromStart, boolean hadDevice, Author watcher) {
  static final Path FOLDER = Path.of("/var/lib/gangway/watched");
  private static final RecordJson JSON = new RecordJson(Map.of(), List.of());

  /** Path of the file of a domain. */
  static Path file(int domid) {
    return FOLDER.resolve(Integer.toString(domid));
  }

  /** The record of a guest in this boot of the host; empty if it does not exist. */
  static Optional<Watched> read(Machine machine, Domain guest) {
    return machine
        .read(file(guest.domid()))
        .flatMap(Watched::parse)
        .filter(watched -> watched.uuid.equals(guest.uuid()))
        .filter(watched -> watched.watcher.ofThisBoot(machine));
  }

  static Optional<Watched> parse(String text) {
    try {
      return Optional.of(JSON.read(new JsonLine(text), Watched.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String text() {
    return JsonText.of(json -> JSON.write(json, this)) + "\n";
  }

  /** Whether the watch covers the guest's whole lifetime, from its start until now. */
  boolean whole(Machine machine) {
    return fromStart && watcher.alive(machine);
  }
}
