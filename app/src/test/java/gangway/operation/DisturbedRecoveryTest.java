package gangway.operation;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A recovery fails at a call after which something was left once: a part of a new image, a function
 * that a guest had released, or a file beside a hook. The next recovery does the rest.
 */
class DisturbedRecoveryTest {
  @ParameterizedTest(quoteTextArguments = false)
  @CsvSource(
      delimiter = '|',
      value = {
        "hide --boot with dracut | 0.6 | run dracut.*",
        "unhide --boot with mkinitfs | 0.6 | run mkinitfs.*",
        "detach | 0.6 | XenStore",
        "detach | 0.9 | XenStore",
        "guard remove | 0.6 | .*\\.gangway\\.new.*",
        "doctor --fix: SLOT-TWICE, idle | 0.6 | .*pciback/slots",
      })
  void theResultIsAllOrNothing(String name, double killed, Pattern calls) {
    Story story =
        Stream.of(
                new EveryCallFailsOnceTest(),
                new EveryCallForDefinitionsFailsOnceTest(),
                new EveryCallOfRepairsFailsOnceTest())
            .flatMap(EveryCallFailsOnce::stories)
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    EveryCallFailsOnce.mustBeAllOrNothing(story.killed(killed), calls);
  }
}
