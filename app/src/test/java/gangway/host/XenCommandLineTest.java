package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XenCommandLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "placeholder dom0_mem=2048M              | -",
        "iommu=verbose                           | -",
        "noiommu quarantine=off                  | -",
        "iommu=no-quarantine                     | false",
        "iommu=quarantine=no                     | false",
        "iommu=verbose,quarantine=off,required   | false",
        "iommu=quarantine=0                      | false",
        "iommu=quarantine                        | true",
        "iommu=quarantine=scratch-page           | true",
        "iommu=no-quarantine iommu=quarantine=on | true",
        "iommu=quarantine,no-quarantine          | false",
        "iommu=no-quarantined                    | -"
      })
  void theLastWordOnAnOptionCounts(String text, String said) {
    assertThat(new XenCommandLine(text).iommu("quarantine").map(Object::toString).orElse("-"))
        .isEqualTo(said == null ? "-" : said);
  }

  @Test
  void theIommuIsOffIfTheCommandLineSwitchesItOff() {
    assertThat(new XenCommandLine("loglvl=all iommu=off").iommuOff()).isTrue();
    assertThat(new XenCommandLine("iommu=0,verbose").iommuOff()).isTrue();
    assertThat(new XenCommandLine("iommu=verbose").iommuOff()).isFalse();
    assertThat(new XenCommandLine("").iommuOff()).isFalse();
  }
}
