package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.host.TrialHost;
import java.util.List;
import java.util.stream.Stream;

/** Hosts with a trial boot that is not finished. */
final class TrialCases {
  /** What only the beginning of a trial finds; its cases are in TrialBootTest. */
  static final List<String> OF_BEGINNING =
      List.of("TRIAL-IMPOSSIBLE blocks", "TRIAL-IN-DEFINITION blocks", "TRIAL-NO-WATCHDOG notes");

  private TrialCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocks("TRIAL-OPEN", hide(LASTING, CARD), TrialCases::tried),
        blocks("TRIAL-OPEN", hide(BOTH, CARD), TrialCases::tried),
        blocks("TRIAL-OPEN", unhide(LASTING, CARD), TrialCases::tried),
        blocks("TRIAL-OPEN", hide(LASTING, CARD), host -> host.put(TrialHost.RECORD, "{}")));
  }

  private static void tried(GuideHost host) {
    host.put(
        TrialHost.RECORD,
        "{\"format\":1,\"functions\":[\"%s\"],\"environment\":\"/boot/grub/grubenv\",\"signs\":[],\"end\":null}\n"
            .formatted(TWIN));
  }
}
