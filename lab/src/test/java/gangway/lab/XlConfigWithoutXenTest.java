package gangway.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of {@link XlConfigTest} with Debian's xl on a machine without Xen: faster. */
class XlConfigWithoutXenTest {
  @TempDir private Path definitions;
  @TempDir private Path work;

  @Test
  void gangwayReadsDefinitionsLikeXl() throws IOException {
    Output xl = HostCommand.of(Checkout.ROOT.resolve("tools/xl").toString()).run();
    assumeTrue(xl.ok(), "xl is not available on this machine: " + xl.err());
    String there = "export PATH='%s':$PATH; cd '%s'; ".formatted(xl.out().strip(), definitions);
    int count = "all".equals(System.getProperty("gangway.cases")) ? 2000 : 400;
    DefinitionsBesideXl.write(count, definitions);
    new DefinitionsBesideXl(
            work, command -> HostCommand.of("sh", "-c", there + command).run().out())
        .compare(count);
  }
}
