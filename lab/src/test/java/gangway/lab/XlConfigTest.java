package gangway.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Definitions as the xl of a real host reads them. */
@ExtendWith(SharedLab.class)
class XlConfigTest {
  @TempDir private Path definitions;
  @TempDir private Path work;

  @Test
  @Tag("long")
  void aHundredDefinitionsAreReadAsXlReadsThem(Lab lab, Dom0 dom0) throws IOException {
    compare(lab, dom0, 100);
  }

  @Test
  @Tag("rare")
  void twoThousandDefinitionsAreReadAsXlReadsThem(Lab lab, Dom0 dom0) throws IOException {
    compare(lab, dom0, 2000);
  }

  private void compare(Lab lab, Dom0 dom0, int count) throws IOException {
    DefinitionsBesideXl.write(count, definitions);
    lab.bring(definitions, "/tmp/definitions");
    new DefinitionsBesideXl(work, command -> dom0.must("cd /tmp/definitions; " + command))
        .compare(count);
  }
}
