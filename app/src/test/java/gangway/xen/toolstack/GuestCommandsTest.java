package gangway.xen.toolstack;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.machine.Command;
import gangway.machine.Ssh;
import gangway.xen.definition.Definition;
import gangway.xen.definition.Toolstack;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.guest.Domain;
import gangway.xen.protocol.GuestType;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestCommandsTest {
  private static final Domain GUEST =
      new Domain(3, "--help", GuestType.PV, "uuid-3", Optional.empty(), Set.of());

  private static final GuestCommands XL = GuestCommands.of(Toolstack.XL);
  private static final GuestCommands LIBVIRT = GuestCommands.of(Toolstack.LIBVIRT);

  @Attack(Party.LOCAL_USER)
  @Test
  void xlGetsTheDomainIdBecauseANameCanLookLikeAnOption() {
    assertThat(XL.attach(GUEST, address("09:00.0"))).hasToString("xl pci-attach 3 0000:09:00.0");
    assertThat(XL.detach(GUEST, address("09:00.0"))).hasToString("xl pci-detach 3 0000:09:00.0");
  }

  @Test
  void xlMigratesToAPortByACommandLineOfSsh() {
    assertThat(Xl.migrate(GUEST, new Ssh("root@other"))).hasToString("xl migrate 3 root@other");
    assertThat(Xl.migrate(GUEST, new Ssh("root@other:2222")).words())
        .containsExactly(
            "xl",
            "migrate",
            "-s",
            "ssh -o BatchMode=yes -o ServerAliveInterval=15 -p 2222",
            "3",
            "root@other");
  }

  @Test
  void virshReadsTheDeviceFromItsInput() {
    Command attach = LIBVIRT.attach(GUEST, address("0a:04.1"));
    assertThat(attach).hasToString("virsh -q -c xen:///system attach-device 3 /dev/stdin --live");
    assertThat(attach.input())
        .contains("<driver name='xen'/>")
        .contains("domain='0x0000' bus='0x0a' slot='0x04' function='0x1'")
        .contains("managed='no'");
    assertThat(LIBVIRT.detach(GUEST, address("0a:04.1")).input()).isEqualTo(attach.input());
  }

  @Test
  void libvirtGetsTheWholeDefinition() {
    String text = "<domain type='xen'><name>pv1</name></domain>";
    Definition definition = DomainXml.parse(text).orElseThrow();
    assertThat(Virsh.define(definition).input()).isEqualTo(text);
    assertThat(Virsh.define(definition)).hasToString("virsh -q -c xen:///system define /dev/stdin");
  }
}
