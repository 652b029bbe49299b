package gangway.service.http;

import gangway.service.http.Caller.Role;
import gangway.service.http.Caller.Via;
import java.util.function.IntPredicate;

/**
 * Who may change the host: root, the user that runs the service, and the members of the group
 * {@value #OPERATORS}. All other users may only read.
 *
 * @param own the number of the user that runs the service
 * @param powerful whether a user may change the host, because of the user's number
 */
public record Roles(Accounts accounts, int own, IntPredicate powerful) {
  static final String OPERATORS = "gangway-operators";

  private static final int ROOT = 0;

  /** The roles on this machine. */
  public static Roles of(int own) {
    return new Roles(Accounts.ofThisMachine(), own, uid -> uid == ROOT || uid == own);
  }

  Caller caller(Peer peer) {
    return new Caller(
        accounts.user(peer.uid()).orElse(Integer.toString(peer.uid())),
        peer.uid(),
        Via.SOCKET,
        role(peer));
  }

  /** A caller that knows the token acts as the user that runs the service. */
  Caller tokenHolder() {
    return new Caller(
        accounts.user(own).orElse(Integer.toString(own)), own, Via.TOKEN, Role.OPERATOR);
  }

  private Role role(Peer peer) {
    boolean operator =
        powerful.test(peer.uid())
            || accounts.group(OPERATORS).stream().anyMatch(peer.groups()::contains);
    return operator ? Role.OPERATOR : Role.VIEWER;
  }
}
