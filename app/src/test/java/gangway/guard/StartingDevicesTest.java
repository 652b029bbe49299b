package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static gangway.host.MovedDevices.swapped;
import static gangway.pci.identity.Identities.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.pci.identity.Identities;
import gangway.xen.definition.libvirt.DomainXml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest must not start with another device than the recorded one, with xl or with libvirt. */
class StartingDevicesTest {
  private static final Path FILE = Path.of("/etc/xen/pv2.cfg");
  private static final String RECORD = "var/lib/gangway/hardware.json";

  private final GuideHost host = new GuideHost();

  @ParameterizedTest
  @ValueSource(strings = {"'09:00.0'", "'09:00.*'", "'0000:09:00.0,permissive=1'"})
  void anotherDeviceIsRefusedByTheWrapperOfXl(String pci) {
    swapped(host).put(MovedDevices.XL, MovedDevices.definition(pci));

    Problem refused = xl(List.of()).orElseThrow();

    assertThat(refused.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(refused.blocker())
        .isEqualTo(
            "guest 'pv2' must not start: 0000:09:00.0 is another device than the recorded one, or"
                + " may be another one");
    assertThat(refused.remedy())
        .isEqualTo(
            "if devices have moved: gangway remap; if this device is the right one: gangway"
                + " hardware --acknowledge 0000:09:00.0");
    assertThat(refused.evidence())
        .anyMatch(line -> line.startsWith("/var/lib/gangway/hardware.json: "))
        .anyMatch(line -> line.startsWith("sysfs: "));
  }

  @Test
  void aSettingOnTheCommandLineCountsLikeTheFile() {
    swapped(host).put(MovedDevices.XL, "name = 'pv2'\n");

    assertThat(xl(List.of("pci=['09:00.0']"))).isPresent();
    assertThat(xl(List.of("memory=256"))).isEmpty();
  }

  @Test
  void anotherDeviceIsRefusedByTheHookOfLibvirt() {
    swapped(host);

    assertThat(libvirt())
        .hasValueSatisfying(refused ->
            assertThat(refused)
                .hasMessageContainingAll("guest 'pv5' must not start", MovedDevices.SECOND));
  }

  @Test
  void theRecordedDeviceStarts() {
    MovedDevices.recorded(swapped(host), Map.of(CARD, CARD, MovedDevices.SECOND, "0000:04:00.0"));

    assertThat(xl(List.of())).isEmpty();
    assertThat(libvirt()).isEmpty();
  }

  @Test
  void afterRemapOrAcknowledgeTheGuestStarts() {
    swapped(host).put(MovedDevices.XL, MovedDevices.definition("'04:00.0'"));
    assertThat(xl(List.of())).isPresent();

    recorded(host, MovedDevices.SECOND, Identities.of(host, MovedDevices.SECOND));

    assertThat(xl(List.of())).isEmpty();
  }

  @Test
  void aHostWithoutARecordIsAsBefore() {
    swapped(host).without(RECORD);

    assertThat(xl(List.of())).isEmpty();
    assertThat(libvirt()).isEmpty();
  }

  @Test
  void anAddressWithoutARecordIsNotCompared() {
    swapped(host);
    recorded(host, MovedDevices.OLD, Identities.of(host, CARD));

    assertThat(xl(List.of())).isEmpty();
  }

  @Test
  void withARecordThatCannotBeReadOnlyGuestsWithoutDevicesStart() {
    swapped(host).put(RECORD, "{");

    assertThat(xl(List.of()))
        .hasValueSatisfying(why ->
            assertThat(why.blocker())
                .startsWith("guest 'pv2' must not start: the record of the acknowledged devices"));

    host.put(MovedDevices.XL, "name = 'pv2'\n");
    assertThat(xl(List.of())).isEmpty();
  }

  @Test
  void aDeviceWhoseIdsCannotBeReadIsNotTakenForTheRecordedOne() {
    swapped(host);
    String folder = host.folder(CARD);
    host.put(folder + "/uevent", "");

    assertThat(xl(List.of()))
        .hasValueSatisfying(
            why -> assertThat(why.evidence()).contains("sysfs: its ids cannot be read"));
  }

  /** A start must not wait for an observation of the host. */
  @Test
  void onlyTheNamedDevicesAreRead() {
    MovedDevices.recorded(swapped(host), Map.of(CARD, CARD, MovedDevices.SECOND, "0000:04:00.0"));
    ActingHost machine = host.machine();
    int before = machine.calls().size();

    new Refusals(machine).of(new XlCall.Create(FILE, List.of()));

    assertThat(machine.calls().size() - before).isLessThan(25);
    host.put(MovedDevices.XL, "name = 'pv2'\n");
    ActingHost plain = host.machine();
    int without = plain.calls().size();
    new Refusals(plain).of(new XlCall.Create(FILE, List.of()));
    assertThat(plain.calls().size() - without).as("without a device").isEqualTo(1);
  }

  @Test
  void aDefinitionThatXlCannotReadIsAnErrorOfXl() {
    swapped(host).put(MovedDevices.XL, "pci = [ '09:00.0'");

    assertThat(xl(List.of())).isEmpty();
    host.without(MovedDevices.XL);
    assertThat(xl(List.of())).isEmpty();
  }

  private Optional<Problem> xl(List<String> settings) {
    return new Refusals(host.machine()).of(new XlCall.Create(FILE, settings));
  }

  private Optional<Problem> libvirt() {
    return new LibvirtHook(host.machine())
        .ofStart(DomainXml.parse(host.text(MovedDevices.LIBVIRT)).orElseThrow(), List.of());
  }
}
