package gangway.service.http;

/**
 * The caller of the API.
 *
 * @param user the name of the user; the number if the host does not know the user
 * @param uid the number of the user
 * @param via how the service knows this
 */
public record Caller(String user, int uid, Via via, Role role) {
  /** How the service knows the caller. */
  public enum Via {
    /**
     * The kernel names the process at the other end of the UNIX socket (SO_PEERCRED in unix(7)).
     */
    SOCKET,
    /** The caller knows the token of {@code --web}. */
    TOKEN
  }

  /** What the caller may do. */
  public enum Role {
    /** May read and check. */
    VIEWER,
    /** May also change the host. */
    OPERATOR
  }

  public boolean isOperator() {
    return role == Role.OPERATOR;
  }
}
