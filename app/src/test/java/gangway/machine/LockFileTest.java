package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Attack(Party.LOCAL_USER)
@Timeout(60)
class LockFileTest {

  @Test
  void onlyItsOwnerCanOpenTheFileAlsoAnExistingOne(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("lock"));
    for (String before : new String[] {"rw-r--r--", "rw-rw-rw-", "rw-------"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(before));
      assertThat(new LockFile(file).<String>during(() -> mode(file))).isEqualTo("rw-------");
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theWaitForAnotherProcessIsBoundedAndTheProcessIsNamed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("lock");
    Process holder = holding(file);
    try {
      Problem problem =
          catchThrowableOfType(
              Problem.class,
              () -> new LockFile(file, Duration.ofMillis(100)).during(() -> "not reached"));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(problem.blocker()).contains(file.toString(), "nothing was changed");
      assertThat(problem.evidence().getFirst())
          .contains("process " + holder.pid())
          .startsWith("held by");
    } finally {
      holder.destroy();
    }
  }

  @Test
  void theLockIsTakenWhenTheOtherProcessHasEnded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lock");
    Process holder = holding(file);
    Thread ending = Thread.ofPlatform().start(holder::destroy);
    assertThat(new LockFile(file).during(() -> "done")).isEqualTo("done");
    assertThat(ending).isNotNull();
  }

  /** The folder of a class, or its archive. */
  private static Path folder(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** A process that has locked the file: this program in another JVM. */
  private static Process holding(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder(LockFile.class) + ":" + folder(Holder.class),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("locked");
    return process;
  }

  /** Holds a lock until its process is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] words) throws IOException {
      new LockFile(Path.of(words[0]))
          .during(() -> {
            System.out.println("locked");
            while (true) {
              new LiveClock().park(Duration.ofSeconds(1));
            }
          });
    }
  }
}
