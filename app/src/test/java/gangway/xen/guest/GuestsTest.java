package gangway.xen.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Result;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestsTest {
  private static final String XML =
      """
      <domain type='xen'><name>%s</name><devices>
        <hostdev type='pci'><source><address bus='0x0a' slot='4' function='1'/></source></hostdev>
      </devices></domain>
      """;

  @TempDir private Path folder;

  @Test
  void runningAndDefinedGuestsAreFound() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nbootloader='pygrub'\npci=['09:00.0']\n");
    put("etc/xen/pv2.cfg", "name='pv2'\nbootloader='pygrub'\n");
    Guests guests = guests(Domains.read(Store.withGuest()));
    assertThat(guests.all()).extracting(Guest::name).containsExactly("pv1", "pv2");
    Guest pv1 = guests.named("pv1").getFirst();
    assertThat(pv1.running()).isPresent();
    assertThat(pv1.toolstack()).isEqualTo(Toolstack.XL);
    assertThat(pv1.definition().orElseThrow().file()).isEqualTo(Path.of("/etc/xen/pv1.cfg"));
    assertThat(guests.named("pv2").getFirst().running()).isEmpty();
    assertThat(guests.named("pv3")).isEmpty();
  }

  @Test
  void aRunningGuestWithoutADefinitionIsFound() {
    Guest guest = guests(Domains.read(Store.withGuest())).named("pv1").getFirst();
    assertThat(guest.definition()).isEmpty();
  }

  @Test
  void aRecordOfLibvirtShowsThatLibvirtStartedTheGuest() throws IOException {
    put("etc/libvirt/libxl/pv1.xml", XML.formatted("pv1"));
    put("var/lib/xen/userdata-d.3.uuid-3.libvirt-xml", "");
    Guest guest = guests(Domains.read(Store.withGuest())).named("pv1").getFirst();
    assertThat(guest.toolstack()).isEqualTo(Toolstack.LIBVIRT);
    assertThat(guest.definition().orElseThrow().content().functions())
        .containsExactly(address("0a:04.1"));
  }

  @Test
  void theRecordOfAnEarlierGuestWithTheSameIdIsIgnored() throws IOException {
    put("var/lib/xen/userdata-d.3.uuid-of-another.libvirt-xml", "");
    Guest guest = guests(Domains.read(Store.withGuest())).named("pv1").getFirst();
    assertThat(guest.toolstack()).isEqualTo(Toolstack.XL);
  }

  @Test
  void eachToolstackCanHaveAGuestWithTheSameName() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nbootloader='pygrub'\n");
    put("etc/libvirt/libxl/pv1.xml", XML.formatted("pv1"));
    assertThat(guests(Domains.NONE).named("pv1"))
        .extracting(Guest::toolstack)
        .containsExactlyInAnyOrder(Toolstack.XL, Toolstack.LIBVIRT);
  }

  @Test
  void aGuestWithTwoFilesHasNoSingleDefinition() throws IOException {
    put("etc/xen/a.cfg", "name='pv1'\nbootloader='pygrub'\n");
    put("etc/xen/b.cfg", "name='pv1'\nbootloader='pygrub'\npci=['09:00.0']\n");
    Guests guests = guests(Domains.NONE);
    Guest guest = guests.named("pv1").getFirst();
    assertThat(guest.definitions()).hasSize(2);
    assertThat(guest.definition()).isEmpty();
    assertThat(guests.defining(address("09:00.0"))).containsExactly(guest);
  }

  @Test
  void theGuestsThatDefineAFunctionAreFound() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nbootloader='pygrub'\npci=['9:0.0,permissive=1']\n");
    put("etc/libvirt/libxl/pv2.xml", XML.formatted("pv2"));
    Guests guests = guests(Domains.NONE);
    assertThat(guests.defining(address("09:00.0"))).extracting(Guest::name).containsExactly("pv1");
    assertThat(guests.defining(address("0a:04.1"))).extracting(Guest::name).containsExactly("pv2");
    assertThat(guests.defining(address("0b:00.0"))).isEmpty();
  }

  @Test
  void otherFilesAreNotGuests() throws IOException {
    put("etc/xen/scripts/vif-bridge", "name='script'\nbootloader='pygrub'\n");
    put("etc/xen/xl.conf", "# all is as it comes\nautoballoon=0\n");
    put("etc/xen/xlexample.pvlinux", "name='example.pvlinux'\nbootloader='pygrub'\n");
    put("etc/xen/README", "name this guest\n");
    put("etc/xen/huge.cfg", "name='huge'\nbootloader='pygrub'\n" + "#".repeat(2 << 20));
    put("etc/libvirt/libxl/kvm.xml", "<domain type='kvm'><name>kvm</name></domain>");
    put("etc/libvirt/libxl/hostile.xml", "<!DOCTYPE d><domain type='xen'><name>h</name></domain>");
    assertThat(guests(Domains.NONE).all()).isEmpty();
  }

  @Test
  void libvirtLoadsOnlyFilesThatEndInXml() throws IOException {
    put("etc/libvirt/libxl/pv1.xml.bak", XML.formatted("pv1"));
    put("etc/libvirt/libxl/pv1.xml~", XML.formatted("pv1"));
    put("etc/libvirt/libxl/.pv1.xml.swp", XML.formatted("pv1"));
    put("etc/libvirt/libxl/pv1.xml.new", XML.formatted("pv1"));
    assertThat(guests(Domains.NONE).all()).isEmpty();
    put("etc/libvirt/libxl/pv1.xml", XML.formatted("pv1"));
    assertThat(guests(Domains.NONE).named("pv1").getFirst().definition()).isPresent();
  }

  @Test
  void filesOfXenThatCannotStartAGuestAreNotGuests() throws IOException {
    put("etc/xen/cpupool", "name = \"Example-Cpupool\"\nsched = \"credit\"\ncpus = [\"2\"]\n");
    put("etc/xen/xmexample1", "name = \"ExampleDomain\"\nkernel = \"/boot/vmlinuz-xenU\"\n");
    assertThat(guests(Domains.NONE).all()).isEmpty();
    put("etc/xen/pv1", "name = 'pv1'\nkernel = 'k'\n");
    put("etc/xen/pv2", "name = 'pv2'\ntype = 'hvm'\n");
    put("etc/xen/pv3.cfg", "name = 'pv3'\n");
    assertThat(guests(Domains.NONE).all())
        .extracting(Guest::name)
        .containsExactly("pv1", "pv2", "pv3");
  }

  @Test
  void aLinkAndItsTargetAreOneDefinition() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nkernel='k'\n");
    put("srv/pv2.cfg", "name='pv2'\nkernel='k'\n");
    link("etc/xen/a", "pv1.cfg");
    link("etc/xen/pv2", "../../srv/pv2.cfg");
    link("etc/xen/pv2.cfg", "../../srv/pv2.cfg");
    Guests guests = guests(Domains.NONE);
    assertThat(guests.named("pv1").getFirst().definition().orElseThrow().file())
        .isEqualTo(Path.of("/etc/xen/pv1.cfg"));
    assertThat(guests.named("pv2").getFirst().definitions()).hasSize(1);
  }

  @Test
  void copiesOfADefinitionAreNotDefinitions() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nkernel='k'\n");
    for (String copy :
        new String[] {
          ".pv1.cfg.gangway-new",
          "pv1.cfg~",
          "pv1.cfg.bak",
          "pv1.cfg.orig",
          "pv1.cfg.dpkg-old",
          "pv1.cfg.rpmsave",
          ".pv1.cfg.swp"
        }) {
      put("etc/xen/" + copy, "name='pv1'\nkernel='k'\n");
    }
    assertThat(guests(Domains.NONE).named("pv1").getFirst().definitions()).hasSize(1);
  }

  @Test
  void aFileThatLibvirtCannotReadIsReported() throws IOException {
    put("etc/libvirt/libxl/x.xml", "<domain type='xen'><name>x</na");
    put("etc/libvirt/libxl/bom.xml", "\ufeff" + XML.formatted("bom"));
    Guests guests = guests(Domains.NONE);
    assertThat(guests.all()).extracting(Guest::name).containsExactly("bom");
    assertThat(guests.unreadable()).containsOnlyKeys(Path.of("/etc/libvirt/libxl/x.xml"));
    assertThat(guests.complaints()).first().asString().startsWith("libvirt cannot read ");
  }

  @Test
  void aPausedGuestIsRecognized() {
    Result list = new Result(0, "pv1      3   256     1     --p---       1.9\n", "");
    Guests guests =
        Guests.read(AnsweringMachine.of(folder, "xl list", list), Domains.read(Store.withGuest()));
    assertThat(guests.named("pv1").getFirst().paused()).isTrue();
  }

  @Test
  void aChangedDefinitionIsACopy() throws IOException {
    put("etc/xen/pv1.cfg", "name='pv1'\nbootloader='pygrub'\n");
    put("etc/libvirt/libxl/pv2.xml", XML.formatted("pv2"));
    for (Guest guest : guests(Domains.NONE).all()) {
      DefinitionFile file = guest.definition().orElseThrow();
      Definition before = file.content();
      String text = before.text();
      Definition with = before.with(address("09:00.0"));
      assertThat(with.functions()).contains(address("09:00.0"));
      assertThat(file.with(with).file()).isEqualTo(file.file());
      assertThat(with.guest()).isEqualTo(guest.name());
      assertThat(with.without(address("09:00.0")).functions()).isEqualTo(before.functions());
      assertThat(before.text()).isEqualTo(text);
    }
  }

  private Guests guests(Domains domains) {
    return Guests.read(new FolderMachine(folder), domains);
  }

  private void link(String link, String target) throws IOException {
    Files.createDirectories(folder.resolve(link).getParent());
    Files.createSymbolicLink(folder.resolve(link), Path.of(target));
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }
}
