package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A device with the key or the header of an encrypted volume, from {@code /etc/crypttab}
 * (crypttab(5)): name, device, key file, options. A key file or a header on another device is
 * written {@code PATH:DEVICE} by systemd, and {@code DEVICE:PATH} by Debian's script passdev.
 *
 * @param volume the name of the encrypted volume
 * @param on the volume with the key or the header
 * @param opens the opened volume, if it is open
 */
record CryptKey(String volume, String on, Optional<String> opens) {
  private static final Path FILE = Path.of("/etc/crypttab");
  private static final String HEADER = "header=";

  static List<CryptKey> read(Machine machine, Places places) {
    List<CryptKey> keys = new ArrayList<>();
    for (String line : machine.lines(FILE)) {
      String[] fields = line.strip().split("[ \\t]+");
      if (fields.length > 2 && !fields[0].startsWith("#")) {
        Optional<String> opens = places.at(Path.of("/dev/mapper", fields[0]));
        Stream<String> headers =
            Stream.of(fields.length > 3 ? fields[3].split(",") : new String[0])
                .filter(option -> option.startsWith(HEADER))
                .map(option -> option.substring(HEADER.length()));
        Stream.concat(Stream.of(fields[2]), headers)
            .map(MountTable::unescaped)
            .flatMap(key -> on(machine, places, key).stream())
            .forEach(on -> keys.add(new CryptKey(fields[0], on, opens)));
      }
    }
    return keys;
  }

  private static Optional<String> on(Machine machine, Places places, String key) {
    return Stream.of(key.split(":"))
        .flatMap(part -> DeviceNames.paths(machine, part).stream())
        .flatMap(device -> places.at(device).stream())
        .findFirst()
        .or(() -> key.startsWith("/") ? places.at(Path.of(key)) : Optional.empty());
  }

  /** Adds the use: the next boot needs the key if dom0 needs the volume. */
  void addTo(Set<Use> uses, Map<String, Volume> volumes) {
    boolean system =
        opens.isPresent()
            && uses.stream()
                .filter(use -> use.kind() == Kind.SYSTEM)
                .anyMatch(use -> Grounds.needs(use.on(), opens.get(), volumes));
    Kind kind = system ? Kind.SYSTEM : Kind.BOOT;
    boolean known =
        uses.stream()
            .filter(use -> use.kind().compareTo(kind) <= 0)
            .anyMatch(use -> Grounds.needs(use.on(), on, volumes));
    if (!known) {
      uses.add(new Use(kind, "the key of the encrypted volume " + volume, on));
    }
  }
}
