package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.plan.Condition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions about a tool of Xen and a wrapper script in its place. */
class ToolConditionTest {
  private static final Path TOOL = Path.of("/usr/sbin/xl");
  private static final Path ASIDE = Path.of("/usr/sbin/xl.distrib");
  private static final Path BESIDE = Path.of("/usr/sbin/xl.gangway");
  private static final String DIVERSIONS = "var/lib/dpkg/diversions";
  private static final String OF_ANOTHER = "/bin/sh\n/bin/sh.distrib\ndash\n";
  private static final String OURS = "/usr/sbin/xl\n/usr/sbin/xl.distrib\n:\n";
  private static final String SCRIPT = "#!/bin/sh\n";

  private static final ToolCondition ITSELF =
      new ToolCondition.ToolIsOriginal(TOOL, BESIDE, SCRIPT);
  private static final ToolCondition SET_ASIDE = new ToolCondition.ToolDiverted(TOOL, ASIDE);
  private static final ToolCondition NOT_SET_ASIDE = new ToolCondition.ToolNotDiverted(TOOL, ASIDE);

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost().put("usr/sbin/xl", "\177ELF").put(DIVERSIONS, OF_ANOTHER);
  }

  @Test
  void theToolIsInItsPlaceUnlessTheScriptIs() {
    assertThat(isMet(ITSELF)).isTrue();
    host.put("usr/sbin/xl", SCRIPT);
    assertThat(isMet(ITSELF)).isFalse();
  }

  @Test
  void theToolIsNotInItsPlaceWhileAFileIsBesideIt() {
    host.put("usr/sbin/xl.gangway", SCRIPT);
    assertThat(isMet(ITSELF)).isFalse();
  }

  @Test
  void aMissingToolIsNotInItsPlace() {
    host.without("usr/sbin/xl");
    assertThat(isMet(ITSELF)).isFalse();
  }

  @Test
  void aToolIsSetAsideIfItsCopyAndItsDiversionExist() {
    assertThat(isMet(SET_ASIDE)).isFalse();
    assertThat(isMet(NOT_SET_ASIDE)).isTrue();
    host.put("usr/sbin/xl.distrib", "\177ELF");
    assertThat(isMet(SET_ASIDE)).as("without a diversion").isFalse();
    assertThat(isMet(NOT_SET_ASIDE)).as("without a diversion").isFalse();
    host.put(DIVERSIONS, OF_ANOTHER + OURS);
    assertThat(isMet(SET_ASIDE)).isTrue();
    assertThat(isMet(NOT_SET_ASIDE)).isFalse();
    host.without("usr/sbin/xl.distrib");
    assertThat(isMet(SET_ASIDE)).as("without a copy").isFalse();
    assertThat(isMet(NOT_SET_ASIDE)).as("without a copy").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/sbin/xl\n/usr/sbin/xl.distrib\nxen-utils-common\n",
        "/usr/sbin/xl\n/usr/sbin/xl.orig\n:\n",
        "/usr/sbin/xm\n/usr/sbin/xl.distrib\n:\n",
        "a line\n/usr/sbin/xl\n/usr/sbin/xl.distrib\n:\n",
        "/usr/sbin/xl\n/usr/sbin/xl.distrib\n",
        ""
      })
  void anotherDiversionIsNotGangways(String diversions) {
    host.put("usr/sbin/xl.distrib", "\177ELF").put(DIVERSIONS, diversions);
    assertThat(isMet(SET_ASIDE)).isFalse();
  }

  @Test
  void withoutDpkgNothingIsDiverted() {
    host.without(DIVERSIONS);
    assertThat(isMet(NOT_SET_ASIDE)).isTrue();
  }

  /** Otherwise nothing of an installation would be undone after a power cut. */
  @Test
  void conditionsOfFilesHoldAfterAReboot() {
    assertThat(List.of(ITSELF, SET_ASIDE, NOT_SET_ASIDE)).allMatch(Condition::survivesReboot);
  }

  private boolean isMet(ToolCondition condition) {
    return condition.isMet(host.machine());
  }
}
