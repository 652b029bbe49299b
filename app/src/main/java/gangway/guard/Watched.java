package gangway.guard;

import gangway.journal.Author;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.machine.Machine;
import gangway.toolstack.Domain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a watcher saw of a guest: a file for each domain's number, of one line of JSON.
 *
 * @param uuid the guest's; numbers come again after a boot of the host
 * @param fromStart whether the watcher was there before the guest was
 * @param hadDevice whether it saw the guest with a device, at any time
 * @param watcher the process; what was before it, and is after it, nobody sees
 */
record Watched(String uuid, boolean fromStart, boolean hadDevice, Author watcher) {
  static final Path FOLDER = Path.of("/var/lib/gangway/watched");
  private static final RecordJson JSON = new RecordJson(Map.of(), List.of());

  /** The file about a domain. */
  static Path file(int domid) {
    return FOLDER.resolve(Integer.toString(domid));
  }

  /** What is noted of a guest in this boot; nothing if nobody watched it. */
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

  /** Whether all of the guest's life was seen, up to now. */
  boolean whole(Machine machine) {
    return fromStart && watcher.alive(machine);
  }
}
