package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XenCommandLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "placeholder dom0_mem=2048M              | UNKNOWN",
        "iommu=verbose                           | UNKNOWN",
        "noiommu quarantine=off                  | UNKNOWN",
        "iommu=no-quarantine                     | NO",
        "iommu=quarantine=no                     | NO",
        "iommu=verbose,quarantine=off,required   | NO",
        "iommu=quarantine=0                      | NO",
        "iommu=quarantine                        | YES",
        "iommu=quarantine=scratch-page           | YES",
        "iommu=no-quarantine iommu=quarantine=on | YES",
        "iommu=quarantine,no-quarantine          | NO",
        "iommu=no-quarantined                    | UNKNOWN"
      })
  void theLastWordOnAnOptionCounts(String text, Answer said) {
    assertThat(new XenCommandLine(text).iommu("quarantine")).isEqualTo(said);
  }

  @Test
  void theIommuIsOffIfTheCommandLineSwitchesItOff() {
    assertThat(new XenCommandLine("loglvl=all iommu=off").iommuOff()).isTrue();
    assertThat(new XenCommandLine("iommu=0,verbose").iommuOff()).isTrue();
    assertThat(new XenCommandLine("iommu=verbose").iommuOff()).isFalse();
    assertThat(new XenCommandLine("").iommuOff()).isFalse();
  }
}
