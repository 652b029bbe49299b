package gangway.toolstack;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolstackTest {
  private static final Domain GUEST = new Domain(3, "--help", "pv", "uuid-3", Optional.empty());

  @Test
  void xlGetsTheDomainIdBecauseANameCouldLookLikeAnOption() {
    assertThat(Toolstack.XL.attach(GUEST, address("09:00.0")))
        .hasToString("xl pci-attach 3 0000:09:00.0");
    assertThat(Toolstack.XL.detach(GUEST, address("09:00.0")))
        .hasToString("xl pci-detach 3 0000:09:00.0");
  }

  @Test
  void virshReadsTheDeviceFromStandardInput() {
    Command attach = Toolstack.VIRSH.attach(GUEST, address("0a:04.1"));
    assertThat(attach).hasToString("virsh -q -c xen:///system attach-device 3 /dev/stdin --live");
    assertThat(attach.input())
        .contains("<driver name='xen'/>")
        .contains("domain='0x0000' bus='0x0a' slot='0x04' function='0x1'")
        .contains("managed='no'");
    assertThat(Toolstack.VIRSH.detach(GUEST, address("0a:04.1")).input()).isEqualTo(attach.input());
  }

  @Test
  void libvirtGetsTheWholeDefinition() {
    String text = "<domain type='xen'><name>pv1</name></domain>";
    Definition definition =
        Definition.LibvirtXml.read(Path.of("/etc/libvirt/libxl/pv1.xml"), text, Optional.empty())
            .orElseThrow();
    assertThat(definition).isInstanceOf(Definition.LibvirtXml.class);
    if (definition instanceof Definition.LibvirtXml xml) {
      assertThat(Toolstack.define(xml).input()).isEqualTo(text);
      assertThat(Toolstack.define(xml)).hasToString("virsh -q -c xen:///system define /dev/stdin");
    }
  }
}
