package gangway.boot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.Optional;

/** The modprobe of this machine, as the judge of what its files mean. */
final class Modprobe {
  private Modprobe() {}

  /** The whole configuration in a folder, in modprobe's own words. */
  static Result configuration(Path files) {
    Optional<Result> result =
        new LiveMachine()
            .ask(
                Command.of(
                    System.getProperty("gangway.modprobe", "modprobe"),
                    "-c",
                    "-C",
                    files.toString()));
    assumeTrue(result.isPresent(), "there is no modprobe here to judge by");
    return result.orElseThrow();
  }
}
