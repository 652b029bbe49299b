package gangway.service.live;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;

/** Runs a part of a test in a thread that has a network or a mount table of its own. */
@SuppressWarnings("restricted")
final class Namespace {
  private static final int CLONE_NEWNS = 0x00020000;
  private static final int CLONE_NEWNET = 0x40000000;

  private Namespace() {}

  /** The programs that the body starts have the same network. */
  static void ofNetwork(Callable<?> body) throws Exception {
    in(CLONE_NEWNET, "network", body);
  }

  static void ofMounts(Callable<?> body) throws Exception {
    in(
        CLONE_NEWNS,
        "mount",
        () -> {
          run("mount", "--make-rprivate", "/");
          return body.call();
        });
  }

  private static void in(int flag, String name, Callable<?> body) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          if (!unshare(flag)) {
            return false;
          }
          body.call();
          return true;
        });
    Thread.ofPlatform().start(task);
    boolean done = task.get();
    if (!done) {
      System.err.println(
          "NOT TESTED: a %s namespace needs root; run this test as root".formatted(name));
    }
    Assumptions.assumeTrue(done, "NOT TESTED: needs root for a " + name + " namespace");
  }

  private static boolean unshare(int flag) {
    Linker linker = Linker.nativeLinker();
    MethodHandle unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      return (int) unshare.invokeExact(flag) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a program and expects success. */
  static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output);
    }
  }
}
