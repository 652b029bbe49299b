package gangway.service.http;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel which process connected to a UNIX socket. Java itself tells only names of the
 * user and of one group. Needs {@code --add-opens java.base/sun.nio.ch=ALL-UNNAMED}, for the number
 * of the file descriptor.
 */
final class PeerCredentials {
  /** The numbers of asm-generic/socket.h. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERGROUPS = 59;

  /** {@code struct ucred} of unix(7): pid, uid, gid. */
  private static final int UCRED_BYTES = 12;

  /** NGROUPS_MAX of limits.h. */
  private static final int MOST_GROUPS = 65_536;

  private static final MethodHandle GETSOCKOPT = getsockopt();
  private static final Method DESCRIPTOR = descriptor();

  private PeerCredentials() {}

  /**
   * The process at the other end.
   *
   * @throws IOException if the kernel does not tell it
   */
  static Peer of(SocketChannel channel) throws IOException {
    int socket = number(channel);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ucred = arena.allocate(UCRED_BYTES, Integer.BYTES);
      ask(arena, socket, SO_PEERCRED, ucred);
      return new Peer(
          ucred.get(ValueLayout.JAVA_INT, 0),
          ucred.get(ValueLayout.JAVA_INT, Integer.BYTES),
          groups(arena, socket));
    }
  }

  private static List<Integer> groups(Arena arena, int socket) throws IOException {
    MemorySegment numbers = arena.allocate((long) MOST_GROUPS * Integer.BYTES, Integer.BYTES);
    int bytes = ask(arena, socket, SO_PEERGROUPS, numbers);
    List<Integer> groups = new ArrayList<>();
    for (int at = 0; at < bytes; at += Integer.BYTES) {
      groups.add(numbers.get(ValueLayout.JAVA_INT, at));
    }
    return groups;
  }

  /** Returns the number of bytes of the answer. */
  private static int ask(Arena arena, int socket, int option, MemorySegment answer)
      throws IOException {
    MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) answer.byteSize());
    int result;
    try {
      result = (int) GETSOCKOPT.invokeExact(socket, SOL_SOCKET, option, answer, length);
    } catch (Throwable e) {
      throw new IOException("getsockopt cannot be called", e);
    }
    if (result != 0) {
      throw new IOException("the kernel does not name the process that connected");
    }
    return length.get(ValueLayout.JAVA_INT, 0);
  }

  private static int number(SocketChannel channel) throws IOException {
    try {
      return (int) DESCRIPTOR.invoke(channel);
    } catch (ReflectiveOperationException e) {
      throw new IOException("the number of the file descriptor is not known", e);
    }
  }

  // calling C is restricted; the arguments are those of getsockopt(2)
  @SuppressWarnings("restricted")
  private static MethodHandle getsockopt() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("getsockopt").orElseThrow(),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS));
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
