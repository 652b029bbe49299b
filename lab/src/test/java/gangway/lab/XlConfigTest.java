package gangway.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Compares how Gangway and the xl of a real host read definitions. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class XlConfigTest {
  private static final int COUNT = 2000;

  @TempDir private Path definitions;
  @TempDir private Path work;

  @Test
  void definitionsAreReadAsXlReadsThem(Lab lab, Dom0 dom0) throws IOException {
    DefinitionsBesideXl.write(COUNT, definitions);
    lab.copy(definitions, "/tmp/definitions");
    new DefinitionsBesideXl(work, command -> dom0.must("cd /tmp/definitions; " + command))
        .compare(COUNT);
  }
}
