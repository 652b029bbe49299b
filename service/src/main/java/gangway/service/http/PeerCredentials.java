package gangway.service.http;

import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel which process connected to a UNIX socket. Java itself tells only names of the
 * user and of one group. Needs the package {@code sun.nio.ch} of {@code java.base} to be open, for
 * the number of the file descriptor.
 */
final class PeerCredentials {
  /** The numbers of asm-generic/socket.h. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERGROUPS = 59;

  /** {@code struct ucred} of unix(7): pid, uid, gid. */
  private static final int UCRED_BYTES = 12;

  /** With more, the kernel answers ERANGE. */
  private static final int USUAL_GROUPS = 64;

  /** NGROUPS_MAX of limits.h. */
  private static final int MOST_GROUPS = 65_536;

  private static final Method DESCRIPTOR = descriptor();

  private PeerCredentials() {}

  /**
   * The process at the other end.
   *
   * @throws IOException if the kernel does not tell it
   */
  static Peer of(SocketChannel channel) throws IOException {
    int socket = number(channel);
    ByteBuffer ucred = ByteBuffer.allocate(UCRED_BYTES);
    Linux.socketOption(socket, SOL_SOCKET, SO_PEERCRED, ucred);
    int pid = ucred.getInt();
    int uid = ucred.getInt();
    return new Peer(pid, uid, groups(socket));
  }

  private static List<Integer> groups(int socket) throws IOException {
    try {
      return groups(socket, USUAL_GROUPS);
    } catch (SystemError e) {
      if (e.number() != SystemError.ERANGE) {
        throw e;
      }
      return groups(socket, MOST_GROUPS);
    }
  }

  private static List<Integer> groups(int socket, int most) throws SystemError {
    ByteBuffer numbers = ByteBuffer.allocate(most * Integer.BYTES);
    Linux.socketOption(socket, SOL_SOCKET, SO_PEERGROUPS, numbers);
    List<Integer> groups = new ArrayList<>();
    while (numbers.remaining() >= Integer.BYTES) {
      groups.add(numbers.getInt());
    }
    return groups;
  }

  private static int number(SocketChannel channel) throws IOException {
    try {
      return (int) DESCRIPTOR.invoke(channel);
    } catch (ReflectiveOperationException e) {
      throw new IOException("the number of the file descriptor is not known", e);
    }
  }

  private static Method descriptor() {
    try {
      Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no number of a file descriptor", e);
    }
  }
}
