package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of {@code --map}. */
class ReplacementsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "09:00.0", "09:00.0=", "=09:00.0", "09:00.0=there", "a=b=c"})
  void aMapThatIsNotTwoAddressesIsAUsageError(
      String map, @TempDir(factory = MemoryFolder.class) Path folder) {
    Run run = Run.on(folder, "restore", "--map", map, "/saved/pv1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'" + map + "' is not OLD=NEW", "--map 09:00.0=04:00.0");
  }
}
