package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.guard.LibvirtHook.Open;
import gangway.host.GuideHost;
import gangway.xen.definition.libvirt.DomainXml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers to libvirt's question whether it may start a guest. */
class LibvirtHookTest {
  private static final String HOSTDEV =
      "<devices><hostdev type='pci'><source><address bus='0x09' slot='0' function='0'/></source>"
          + "</hostdev></devices>";
  private static final Path DESCRIPTOR = Path.of("/proc/77/fd/9");

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void aStartWithFreeFunctionsIsAllowed() {
    assertThat(ofStart(guest("lv1", HOSTDEV), List.of())).isEmpty();
  }

  @Test
  void aStartIsRefusedIfAnotherGuestHasTheFunction() {
    host.given(3, CARD);
    assertThat(ofStart(guest("lv1", HOSTDEV), List.of()))
        .hasValueSatisfying(why ->
            assertThat(why)
                .hasMessageContainingAll(
                    "defined to have " + CARD, "pv1 (domain 3) has", "gangway detach --now pv1"));
    assertThat(ofStart(guest("pv1", HOSTDEV), List.of())).as("its own function").isEmpty();
  }

  @Test
  void anUnlinkedImageIsRefusedOnlyIfTheGuestWouldCrash() {
    String path = "/var/lib/libvirt/libxl/save/lv1.save (deleted)";
    image(guest("lv1", HOSTDEV));
    assertThat(ofStart(guest("lv1", HOSTDEV), List.of(new Open(DESCRIPTOR, path))))
        .hasValueSatisfying(
            why -> assertThat(why).hasMessageContainingAll("would crash", "start the guest again"));
    assertThat(ofStart(guest("lv2", ""), List.of(new Open(DESCRIPTOR, path))))
        .as("image of another guest")
        .isEmpty();
    image(guest("lv1", "<features><xen><e820_host state='on'/></xen></features>"));
    assertThat(ofStart(guest("lv1", ""), List.of(new Open(DESCRIPTOR, path)))).isEmpty();
  }

  @Test
  void aGuestFromAnotherHostMustNotHaveDevices() {
    LibvirtHook hook = new LibvirtHook(host.machine());
    assertThat(hook.ofArrival(made(guest("lv1", HOSTDEV)))).isPresent();
    assertThat(hook.ofArrival(made(guest("lv1", "")))).isEmpty();
  }

  private Optional<Problem> ofStart(String guest, List<Open> images) {
    return new LibvirtHook(host.machine()).ofStart(made(guest), images);
  }

  private static DomainXml made(String guest) {
    return DomainXml.parse(guest).orElseThrow();
  }

  private static String guest(String name, String inside) {
    return "<domain type='xen'><name>%s</name>%s</domain>".formatted(name, inside);
  }

  /** Creates the image that libvirt has open. */
  private void image(String definition) {
    byte[] xml = (definition + "\0").getBytes(StandardCharsets.UTF_8);
    java.nio.ByteBuffer image =
        java.nio.ByteBuffer.allocate(16 + 12 * 4 + xml.length)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .put("libvirt-xml\n \0 \r".getBytes(StandardCharsets.US_ASCII))
            .putInt(2)
            .putInt(xml.length);
    image.position(16 + 12 * 4);
    host.put(DESCRIPTOR.toString().substring(1), image.put(xml).array());
  }
}
