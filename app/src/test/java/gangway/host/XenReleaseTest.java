package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XenReleaseTest {

  @ParameterizedTest
  @CsvSource({"4.17.5, 4, 17, 5", "4.20, 4, 20, 0", "3.1.2-398.el5, 3, 1, 1"})
  void aReleaseHasThreeNumbers(String text, int major, int minor, int patch) {
    assertThat(XenRelease.parse(text)).contains(new XenRelease(major, minor, patch));
  }

  @Test
  void aPreReleaseCountsAsTheReleaseBefore() {
    assertThat(XenRelease.parse("4.17.6-pre")).contains(new XenRelease(4, 17, 5));
    assertThat(XenRelease.parse("4.17.6-pre").map(XenRelease::series)).contains("4.17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?.?", "", "4", "4.x", "99999.1"})
  void otherTextsAreNotReleases(String text) {
    assertThat(XenRelease.parse(text)).isEmpty();
  }
}
