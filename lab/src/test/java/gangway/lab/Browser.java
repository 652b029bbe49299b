package gangway.lab;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A user of the page in a browser: the stages of {@code web/test/lab/stages.mjs}. Each stage leaves
 * a picture in {@code lab/target/screenshots}.
 */
final class Browser implements AutoCloseable {
  private final StagedProgram operator;

  private Browser(StagedProgram operator) {
    this.operator = operator;
  }

  /**
   * A browser at Cockpit's login page.
   *
   * @param user who logs in
   */
  static Browser at(Cockpit cockpit, String user) throws IOException {
    Path web = Checkout.ROOT.resolve("web");
    ProcessBuilder program =
        new ProcessBuilder(
            "node",
            web.resolve("test/lab/stages.mjs").toString(),
            cockpit.address(),
            user,
            Cockpit.PASSWORD);
    program.environment().put("SCREENSHOTS", Checkout.screenshots().toString());
    return new Browser(StagedProgram.start(program));
  }

  /** Performs a stage, which must succeed. */
  void must(String stage) {
    operator.must(stage);
  }

  /** Closes the browser. */
  @Override
  public void close() throws IOException {
    operator.close();
  }
}
