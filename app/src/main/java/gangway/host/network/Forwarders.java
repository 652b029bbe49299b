package gangway.host.network;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Programs of dom0 that have a connection within dom0 to an {@link AccessProgram}, such as a proxy
 * in front of Cockpit, or to another such program. Which connection from another machine they
 * forward is not known, so that each of them counts as a session.
 *
 * <p>Two processes with the same name are one program here: a proxy gives connections to its
 * workers.
 *
 * @param access what the programs forward to, by their names
 */
record Forwarders(Map<String, AccessProgram> access) {
  Forwarders {
    access = Map.copyOf(access);
  }

  /** The programs at the two ends of a connection within dom0. */
  record Inside(Set<String> client, Set<String> server) {
    Inside {
      // in a fixed order, because the first program names a session
      client = Collections.unmodifiableSet(new TreeSet<>(client));
      server = Collections.unmodifiableSet(new TreeSet<>(server));
    }
  }

  /** Follows chains of forwarders to their end; each round finds one program at least. */
  static Forwarders among(Collection<Inside> connections) {
    Map<String, AccessProgram> access = new TreeMap<>();
    List<Inside> different = connections.stream().distinct().toList();
    int found;
    do {
      found = access.size();
      for (Inside connection : different) {
        reached(connection.server, access)
            .ifPresent(program ->
                connection.client.stream()
                    .filter(client -> !client.equals(SocketPrograms.NO_NAME))
                    .filter(client -> AccessProgram.of(client).isEmpty())
                    .forEach(client -> access.putIfAbsent(client, program)));
      }
    } while (access.size() > found);
    return new Forwarders(access);
  }

  private static Optional<AccessProgram> reached(
      Set<String> programs, Map<String, AccessProgram> access) {
    return AccessProgram.among(programs)
        .or(() ->
            programs.stream()
                .flatMap(program -> Optional.ofNullable(access.get(program)).stream())
                .findFirst());
  }

  /** What a connection to programs is: {@code Cockpit session through nginx}. */
  Optional<String> kind(Set<String> programs) {
    return AccessProgram.among(programs)
        .map(AccessProgram::kind)
        .or(() ->
            programs.stream()
                .flatMap(name ->
                    Optional.ofNullable(access.get(name)).stream()
                        .map(program -> "%s through %s".formatted(program.kind(), name)))
                .findFirst());
  }
}
