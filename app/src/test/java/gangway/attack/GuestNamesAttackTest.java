package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import gangway.host.GuideHost;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest writes control characters into its nodes, and root lists the guests on a terminal. */
@Attack(Party.GUEST)
class GuestNamesAttackTest {
  private static final List<String> COMMANDS =
      List.of(
          "guests",
          "guests --json",
          "devices",
          "devices --json",
          "doctor",
          "doctor --json",
          "show " + CARD,
          "check detach pv1 " + CARD,
          "check unhide " + CARD,
          "check unhide --json " + CARD,
          "guard status",
          "guard status --json",
          "history");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J\u001b]0;root\u0007",
        "\u009b31mred",
        "pv1\npv9 9 256 1 -b---- 1.0",
        "\u202etxt.exe\u2066",
        "a\u007f\u0008\u200b",
        "\u2028\u2029\uDB40\uDC41",
        "-rf",
        "@/etc/passwd",
        "$(id)`id`;&|",
        "../../etc/passwd"
      })
  void theNameOfAGuestCannotControlTheTerminal(String name) {
    GuideHost host = new GuideHost().hidden(CARD).guest(4, name).given(4, CARD);
    for (String command : COMMANDS) {
      assertPlain(Run.on(host.machine(), List.of(command.split(" "))));
    }
    assertPlain(Run.on(host.machine(), List.of("check", "detach", name, CARD)));
    assertPlain(Run.on(host.machine(), List.of("enable-hotplug", name, "--dry-run")));
    assertPlain(Run.on(host.machine(), List.of(name)));
  }

  /** Its frontend's nodes are the guest's to write. */
  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "99999999999999999999", "-1", "", "4\n4", "\u202e4"})
  void theNodesOfAFrontendCannotControlTheTerminal(String value) {
    GuideHost host = new GuideHost().hidden(CARD).given(3, CARD);
    String frontend = "/local/domain/3/device/pci/0";
    for (String node : List.of("state", "magic", "backend", "backend-id", "event-channel")) {
      host.store().with(frontend + "/" + node, value);
    }
    host.store()
        .with("/local/domain/3/data/gangway/agent", value)
        .with("/local/domain/3/control/shutdown", value);
    for (String command : COMMANDS) {
      assertPlain(Run.on(host.machine(), List.of(command.split(" "))));
    }
  }

  /** A name of 1,900 bytes is shown, and does not hide the other guests. */
  @ParameterizedTest
  @ValueSource(ints = {256, 1900})
  void aLongNameDoesNotHideOtherGuests(int length) {
    GuideHost host = new GuideHost().guest(4, "x".repeat(length));
    assertThat(assertPlain(Run.on(host.machine(), List.of("guests"))).out()).contains("pv1");
  }
}
