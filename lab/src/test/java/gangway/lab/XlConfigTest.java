package gangway.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Compares Gangway's reading of definitions with that of xl on a real host. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class XlConfigTest {
  private static final int COUNT = 2000;

  @TempDir private Path definitions;
  @TempDir private Path work;

  @Test
  void gangwayReadsTwoThousandDefinitionsLikeXl(Lab lab, Dom0 dom0) throws IOException {
    DefinitionsBesideXl.write(COUNT, definitions);
    lab.copy(definitions, "/tmp/definitions");
    new DefinitionsBesideXl(work, command -> dom0.must("cd /tmp/definitions; " + command))
        .compare(COUNT);
  }
}
