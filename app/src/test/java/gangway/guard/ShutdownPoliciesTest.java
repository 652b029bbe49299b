package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.guard.ShutdownPolicies.Policy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShutdownPoliciesTest {
  private static final ShutdownPolicies NONE = new ShutdownPolicies(Optional.empty());

  @Test
  void theLastLineForAGuestCountsAndMalformedLinesAreIgnored() {
    ShutdownPolicies policies =
        new ShutdownPolicies(
            Optional.of("# by hand\nsave pv1\nnonsense\nfly pv2\nignore a b\nshutdown pv1\n\n"));

    assertThat(policies.all())
        .containsExactlyInAnyOrderEntriesOf(Map.of("pv1", Policy.SHUTDOWN, "a b", Policy.IGNORE));
    assertThat(policies.of("pv2")).isEmpty();
  }

  @Test
  void settingAPolicyKeepsTheOtherLines() {
    assertThat(NONE.with("pv1", Optional.of(Policy.SAVE)).after()).contains("save pv1\n");
    ShutdownPolicies policies = new ShutdownPolicies(Optional.of("# by hand\nsave pv1\nsave pv2"));

    assertThat(policies.with("pv1", Optional.of(Policy.IGNORE)).after())
        .contains("# by hand\nsave pv2\nignore pv1\n");
    assertThat(policies.with("pv1", Optional.empty()).after()).contains("# by hand\nsave pv2\n");
    assertThat(
            new ShutdownPolicies(Optional.of("save pv1\n")).with("pv1", Optional.empty()).after())
        .as("the file is deleted when it is empty")
        .isEmpty();
  }
}
