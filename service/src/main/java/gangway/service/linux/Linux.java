package gangway.service.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The system calls that Java has no class for. Constants are those of Linux on all processors. */
@SuppressWarnings("restricted") // the program that uses this package allows native access
public final class Linux {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF_STATE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GET_OPTION =
      call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECEIVE =
      call("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle OPEN = call("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENT = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle NOTIFY = call("inotify_init1", JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_WATCH =
      call("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle REMOVE_WATCH =
      call("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          ERRNO,
          Linker.Option.firstVariadicArg(1));

  /** O_NONBLOCK and O_CLOEXEC, also as SOCK_, EFD_ and IN_ (all processors with Xen). */
  private static final int NONBLOCK_CLOEXEC = 0x80000 | 0x800;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int ADDRESS_BYTES = 12;
  private static final int POLLFD_BYTES = 8;

  /** The number is the same on all processors (asm-generic/unistd.h); glibc 2.36 has a name. */
  private static final long PIDFD_OPEN = 434;

  private Linux() {}

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /** A system call, which gets a place for errno. */
  @FunctionalInterface
  private interface Call {
    long in(MemorySegment state, Arena arena) throws Throwable;
  }

  private static long result(String name, Call call) throws SystemError {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.in(state, arena);
      if (result < 0) {
        throw new SystemError(name, (int) ERRNO_OF_STATE.get(state, 0L));
      }
      return result;
    } catch (SystemError | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Waits until a descriptor has an event.
   *
   * @param milliseconds the time limit; -1: none
   * @return the events of each descriptor; all 0 at the time limit or after a signal
   */
  public static int[] poll(List<Descriptor> descriptors, int milliseconds) throws SystemError {
    int[] events = new int[descriptors.size()];
    try {
      result(
          "poll",
          (state, arena) -> {
            MemorySegment fds = arena.allocate((long) POLLFD_BYTES * Math.max(1, events.length), 8);
            for (int i = 0; i < events.length; i++) {
              long at = (long) POLLFD_BYTES * i;
              fds.set(JAVA_INT, at, descriptors.get(i).number());
              fds.set(JAVA_SHORT, at + 4, descriptors.get(i).events());
            }
            int ready = (int) POLL.invokeExact(state, fds, (long) events.length, milliseconds);
            for (int i = 0; i < events.length && ready > 0; i++) {
              events[i] = fds.get(JAVA_SHORT, (long) POLLFD_BYTES * i + 6);
            }
            return ready;
          });
    } catch (SystemError e) {
      if (e.number() != SystemError.EINTR) {
        throw e;
      }
    }
    return events;
  }

  /** A netlink socket that receives the messages of some groups (netlink(7)). */
  public static int netlink(int protocol, int groups) throws SystemError {
    int socket =
        (int)
            result(
                "socket",
                (state, _) ->
                    (int)
                        SOCKET.invokeExact(
                            state, AF_NETLINK, SOCK_RAW | NONBLOCK_CLOEXEC, protocol));
    try {
      result(
          "bind",
          (state, arena) -> {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
            address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(JAVA_INT, 8, groups);
            return (int) BIND.invokeExact(state, socket, address, ADDRESS_BYTES);
          });
    } catch (SystemError e) {
      close(socket);
      throw e;
    }
    return socket;
  }

  /**
   * Receives a message of a netlink socket.
   *
   * @param buffer gets the message; it is empty if another process than the kernel sent it
   * @return false if there is no message
   * @throws SystemError with ENOBUFS if messages were lost
   */
  public static boolean receive(int socket, ByteBuffer buffer) throws SystemError {
    try {
      result(
          "recvfrom",
          (state, arena) -> {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
            MemorySegment length = arena.allocate(JAVA_INT);
            length.set(JAVA_INT, 0, ADDRESS_BYTES);
            MemorySegment message = arena.allocate(buffer.capacity(), 8);
            long bytes =
                (long)
                    RECEIVE.invokeExact(
                        state, socket, message, (long) buffer.capacity(), 0, address, length);
            boolean ofKernel = address.get(JAVA_INT, 4) == 0;
            fill(buffer, message, ofKernel ? bytes : Math.min(bytes, 0));
            return bytes;
          });
      return true;
    } catch (SystemError e) {
      if (e.number() == SystemError.EAGAIN || e.number() == SystemError.EINTR) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Asks for an option of a socket (getsockopt(2)).
   *
   * @param level and option are the numbers of asm-generic/socket.h
   * @param answer gets the value of the option
   */
  public static void socketOption(int socket, int level, int option, ByteBuffer answer)
      throws SystemError {
    result(
        "getsockopt",
        (state, arena) -> {
          MemorySegment value = arena.allocate(answer.capacity(), 8);
          MemorySegment length = arena.allocateFrom(JAVA_INT, answer.capacity());
          int failure = (int) GET_OPTION.invokeExact(state, socket, level, option, value, length);
          fill(answer, value, failure < 0 ? 0 : length.get(JAVA_INT, 0));
          return failure;
        });
  }

  /** Reads what a descriptor has; false if it has nothing, or is at its end. */
  public static boolean read(int descriptor, ByteBuffer buffer) throws SystemError {
    try {
      long all =
          result(
              "read",
              (state, arena) -> {
                MemorySegment data = arena.allocate(buffer.capacity(), 8);
                long bytes =
                    (long) READ.invokeExact(state, descriptor, data, (long) buffer.capacity());
                fill(buffer, data, bytes);
                return bytes;
              });
      return all > 0;
    } catch (SystemError e) {
      if (e.number() == SystemError.EAGAIN || e.number() == SystemError.EINTR) {
        return false;
      }
      throw e;
    }
  }

  private static void fill(ByteBuffer buffer, MemorySegment from, long bytes) {
    buffer.clear().order(ByteOrder.nativeOrder());
    if (bytes > 0) {
      buffer.put(from.asSlice(0, bytes).asByteBuffer());
    }
    buffer.flip();
  }

  /** A descriptor that becomes readable by {@link #wake} (eventfd(2)). */
  public static int waker() throws SystemError {
    return (int)
        result("eventfd", (state, _) -> (int) EVENT.invokeExact(state, 0, NONBLOCK_CLOEXEC));
  }

  /** Makes a {@link #waker} readable. */
  public static void wake(int waker) throws SystemError {
    try {
      result(
          "write",
          (state, arena) -> {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
            return (long) WRITE.invokeExact(state, waker, one, 8L);
          });
    } catch (SystemError e) {
      // EAGAIN: it is readable already
      if (e.number() != SystemError.EAGAIN) {
        throw e;
      }
    }
  }

  /** Opens a file for reading. */
  public static int open(String path) throws SystemError {
    return (int)
        result(
            "open " + path,
            (state, arena) ->
                (int) OPEN.invokeExact(state, arena.allocateFrom(path), NONBLOCK_CLOEXEC));
  }

  public static void close(int descriptor) {
    try {
      result("close", (state, _) -> (int) CLOSE.invokeExact(state, descriptor));
    } catch (SystemError closedAnyway) {
      // Linux closes the descriptor also if close(2) fails
    }
  }

  /** A descriptor for events of files (inotify(7)). */
  public static int inotify() throws SystemError {
    return (int)
        result("inotify_init1", (state, _) -> (int) NOTIFY.invokeExact(state, NONBLOCK_CLOEXEC));
  }

  /** Watches a folder and returns the number of the watch: the same for the same folder. */
  public static int watch(int inotify, String folder, int mask) throws SystemError {
    return (int)
        result(
            "inotify_add_watch " + folder,
            (state, arena) ->
                (int) ADD_WATCH.invokeExact(state, inotify, arena.allocateFrom(folder), mask));
  }

  /** Removes a watch, if the kernel has not removed it already. */
  public static void unwatch(int inotify, int watch) {
    try {
      result(
          "inotify_rm_watch", (state, _) -> (int) REMOVE_WATCH.invokeExact(state, inotify, watch));
    } catch (SystemError removedAlready) {
      // EINVAL: the folder was deleted
    }
  }

  /** A descriptor that becomes readable when a process ends (pidfd_open(2)). */
  public static int process(int pid) throws SystemError {
    return (int)
        result(
            "pidfd_open",
            (state, _) -> (long) SYSCALL.invokeExact(state, PIDFD_OPEN, (long) pid, 0L));
  }
}
