package gangway.xen.definition;

import static gangway.xen.protocol.Readiness.BOUNCE_BUFFERS;
import static gangway.xen.protocol.Readiness.MEMORY_MAP;
import static gangway.xen.protocol.Readiness.PASSTHROUGH;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.definition.xl.XlConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The missing settings for hot-plug, and that setting them changes nothing else. */
class ReadinessTest {
  private static final String XL = "# mine\nname = 'a' ; memory = 256 # MiB\n";
  private static final String XML =
      """
      <?xml version="1.0"?>
      <!-- mine -->
      <domain  type="xen"  id='3'>
        <name>a</name><!-- <features> -->
        <os><type machine='xenpv'>linux</type></os>
        <features>
          <pae/>
        </features>
      </domain>
      """;

  @Test
  void aPlainDefinitionForXlLacksTwoSettings() {
    Definition plain = xl(XL);
    assertThat(plain.lacks()).containsExactly(PASSTHROUGH, MEMORY_MAP);
    assertThat(plain.ready().text()).isEqualTo(XL + "passthrough = \"enabled\"\ne820_host = 1\n");
    assertThat(plain.ready().lacks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "passthrough = 'disabled'  | passthrough = \"enabled\"",
        "passthrough=0             | passthrough=\"enabled\"",
        "e820_host = 0 # why       | e820_host = 1 # why",
        "passthrough = 'Disabled'  | passthrough = \"enabled\"",
        "passthrough = 'share_pt'  | passthrough = \"enabled\"",
        "passthrough = 1           | passthrough = \"enabled\"",
        "passthrough = 'yes'       | passthrough = \"enabled\"",
        "e820_host = 'yes'         | e820_host = 1",
        "e820_host = '00'          | e820_host = 1",
        "e820_host = '0x0'         | e820_host = 1",
        "kernel='k'; extra='quiet -- init iommu=soft' |"
            + " kernel='k'; extra=\"quiet iommu=soft -- init iommu=soft\"",
        "kernel='k'; extra='a=\"b iommu=soft\"' |"
            + " kernel='k'; extra=\"a=\\\"b iommu=soft\\\" iommu=soft\"",
        "kernel='k'; extra='a=\"b' | kernel='k'; extra=\"iommu=soft a=\\\"b\"",
        "kernel='k'; extra = 'ro'  | kernel='k'; extra = \"ro iommu=soft\"",
        "kernel='k'; cmdline = ''; extra='x' | kernel='k'; cmdline = \"iommu=soft\"; extra='x'",
        "kernel='k'; extra='iommu=off,soft x' | kernel='k'; extra='iommu=off,soft x'",
        "kernel='k'; extra=\"iommu=softly\" | kernel='k'; extra=\"iommu=softly iommu=soft\"",
        "kernel='k'; extra='a=\"b\"' | kernel='k'; extra=\"a=\\\"b\\\" iommu=soft\"",
      })
  void aDifferentValueIsChangedInItsPlace(String before, String after) {
    String ready = xl(XL + before.strip() + "\n").ready().text();
    assertThat(ready).startsWith(XL + after + "\n");
    assertThat(xl(ready).lacks()).isEmpty();
  }

  @Test
  void withAFunctionXlEnablesTheSettings() {
    assertThat(xl(XL + "pci = [ '09:00.0' ]\n").lacks()).isEmpty();
    assertThat(xl(XL + "pci = [ '09:00.0' ]\npassthrough = 'disabled'\n").lacks())
        .containsExactly(PASSTHROUGH);
    assertThat(xl(XL + "pci = [ '09:00.0' ]\nkernel = 'k'\n").lacks())
        .containsExactly(BOUNCE_BUFFERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pci = [ 'name=nic' ]\n",
        "pci = [ '09:00.*' ]\n",
        "pci = [ '09:00.0' ]\ne820_host = 0\n",
        "pci = [ '09:00.0' ]\npassthrough = 'DEFAULT'\n",
        "e820_host = '0x1'\npassthrough = 'Sync_PT'\n",
      })
  void nothingLacksIfXlEnablesTheSettings(String settings) {
    assertThat(xl(XL + settings).lacks()).isEmpty();
  }

  @Test
  void sharedPageTablesOfAPvGuestAreReplaced() {
    String shared =
        XML.replace(
            "<pae/>",
            "<xen><e820_host state='on'/><passthrough mode='share_pt' state='on'/></xen>");
    assertThat(xml(shared).lacks()).containsExactly(PASSTHROUGH);
    assertThat(xml(shared).ready().lacks()).isEmpty();
  }

  @Test
  void aDefinitionForLibvirtGetsTheMissingSettings() {
    assertThat(xml(XML).lacks()).containsExactly(PASSTHROUGH, MEMORY_MAP);
    assertThat(xml(XML).ready().text())
        .isEqualTo(
            """
            <?xml version="1.0"?>
            <!-- mine -->
            <domain  type="xen"  id='3'>
              <name>a</name><!-- <features> -->
              <os><type machine='xenpv'>linux</type></os>
              <features>
                <pae/>
                <xen>
                  <passthrough state='on'/>
                  <e820_host state='on'/>
                </xen>
              </features>
            </domain>
            """);
  }

  @Test
  void aDisabledFeatureIsEnabledAndItsModeIsKept() {
    String off =
        XML.replace(
            "<pae/>",
            "<xen><e820_host state='off'/><passthrough mode='sync_pt' state='on'/></xen>");
    assertThat(xml(off).lacks()).containsExactly(MEMORY_MAP);
    assertThat(xml(off).ready().text()).isEqualTo(off.replace("'off'", "'on'"));
  }

  @Test
  void aKernelBootedByLibvirtGetsItsArgument() {
    String kernel =
        XML.replace("</os>", "<kernel>k</kernel><cmdline>a=\"&lt;&amp;\"</cmdline></os>");
    assertThat(xml(kernel).lacks()).contains(BOUNCE_BUFFERS);
    assertThat(xml(kernel).ready().text())
        .contains("<cmdline>a=\"&lt;&amp;\" iommu=soft</cmdline></os>");
    assertThat(xml(kernel).ready().lacks()).isEmpty();
  }

  @Test
  void windowsLineEndsAreKept() {
    String windows = XML.replace("\n", "\r\n");
    String ready = xml(windows).ready().text();
    assertThat(ready.replaceAll("(?s)    <xen>.*</xen>\r?\n", "")).isEqualTo(windows);
  }

  @Test
  void otherGuestTypesAreRecognized() {
    assertThat(xl(XL).supported()).isTrue();
    assertThat(xl(XL + "builder = 'generic'\n").supported()).isTrue();
    assertThat(xl(XL + "builder = 'hvm'\n").supported()).isFalse();
    assertThat(xl(XL + "type = 'pvh'\n").supported()).isFalse();
    assertThat(xml(XML).supported()).isTrue();
    assertThat(xml(XML.replace(">linux<", ">xen<")).supported()).isTrue();
    assertThat(xml(XML.replace("'xenpv'>linux<", "'xenpvh'>xen<")).supported()).isFalse();
    assertThat(xml(XML.replace(">linux<", ">hvm<")).supported()).isFalse();
  }

  @Test
  void theSettingsHaveTheirUsualNames() {
    assertThat(List.of(PASSTHROUGH, MEMORY_MAP)).hasToString("[passthrough, e820_host]");
  }

  private static Definition xl(String text) {
    return XlConfig.parse(text).orElseThrow();
  }

  private static Definition xml(String text) {
    return DomainXml.parse(text).orElseThrow();
  }
}
