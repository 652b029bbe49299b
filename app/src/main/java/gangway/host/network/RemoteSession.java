package gangway.host.network;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A session in which somebody works on dom0 from another machine, or a connection that may be one.
 *
 * @param kind {@code SSH session}, {@code Cockpit session}, {@code connection to port 5900 (its
 *     program is not known)}
 * @param user the name of the user in dom0, if known
 * @param client the address of the other machine, or its name if logind knows only that
 * @param own whether it is the session in which this process was started
 * @param interfaces the interfaces that it needs: those to the client, and those with the address
 *     to which the client is connected; empty if they are not known
 */
public record RemoteSession(
    String kind, Optional<String> user, String client, boolean own, Set<String> interfaces) {
  public RemoteSession {
    interfaces = Collections.unmodifiableSet(new LinkedHashSet<>(interfaces));
  }

  /** {@code SSH session of alice from 192.0.2.7}. */
  public String name() {
    return kind + user.map(" of %s"::formatted).orElse("") + " from " + client;
  }

  RemoteSession through(Set<String> more) {
    Set<String> all = new LinkedHashSet<>(interfaces);
    all.addAll(more);
    return new RemoteSession(kind, user, client, own, all);
  }
}
