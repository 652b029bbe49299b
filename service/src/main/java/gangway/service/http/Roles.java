package gangway.service.http;

import gangway.service.http.Caller.Role;
import gangway.service.http.Caller.Via;

/**
 * Who may change the host: root, the user that runs the service, and the members of the group
 * {@value #OPERATORS}. All other users may only read.
 *
 * @param own the number of the user that runs the service
 */
record Roles(Accounts accounts, int own) {
  static final String OPERATORS = "gangway-operators";

  private static final int ROOT = 0;

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
        peer.uid() == ROOT
            || peer.uid() == own
            || accounts.group(OPERATORS).stream().anyMatch(peer.groups()::contains);
    return operator ? Role.OPERATOR : Role.VIEWER;
  }
}
