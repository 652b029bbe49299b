package gangway.xen.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.xen.definition.Toolstack;
import gangway.xenstore.MapXenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guest pv1 runs as domain 3; its definition may have changed since. */
class DriftTest {
  private static final String NINE = "{\"bus\": 9, \"vfunc_mask\": 1}";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void withoutDifferencesThereIsNoDrift() throws IOException {
    assertThat(Drift.of(guest("'09:00.0'", NINE, "0000:09:00.0"))).isEmpty();
    assertThat(Drift.of(guest("'09:00.*'", NINE, "0000:09:00.0"))).isEmpty();
    assertThat(Drift.of(guest("", ""))).isEmpty();
  }

  @Test
  void aFunctionOfTheRunningGuestOnlyIsGoneAtTheNextStart() throws IOException {
    Drift drift = only(guest("", NINE, "0000:09:00.0"));
    assertThat(drift.function()).isEqualTo(address("09:00.0"));
    assertThat(drift.says()).isEqualTo("only until its next start");
  }

  @Test
  void aFunctionOfTheDefinitionOnlyAppearsAtTheNextStart() throws IOException {
    assertThat(only(guest("'09:00.0'", "")).says()).isEqualTo("from its next start");
  }

  @Test
  void otherOptionsApplyFromTheNextStart() throws IOException {
    assertThat(only(guest("'09:00.0,permissive=1,seize=1'", NINE, "0000:09:00.0")).says())
        .isEqualTo("from its next start with other options: permissive=1,seize=1");
    String permissive = "{\"bus\": 9, \"vfunc_mask\": 1, \"permissive\": true}";
    assertThat(only(guest("'09:00.0'", permissive, "0000:09:00.0")).says())
        .isEqualTo("from its next start with other options: none");
  }

  @Test
  void wrongEntriesInLibxlsRecordAreReported() throws IOException {
    assertThat(only(guest("", NINE)).says())
        .isEqualTo("in libxl's record of the guest, but the guest does not have it");
    assertThat(only(guest("'09:00.0'", NINE)).says())
        .isEqualTo("from its next start; already in libxl's record of the guest");
    assertThat(only(guest("'09:00.0'", "", "0000:09:00.0")).says())
        .isEqualTo("missing in libxl's record of the guest");
  }

  @Test
  void withoutLibxlsRecordXenStoreCounts() throws IOException {
    Guest guest = guest("'0a:04.1'", "", "0000:09:00.0");
    Guest unknown =
        new Guest(
            guest.name(),
            guest.toolstack(),
            guest.running(),
            "",
            guest.state(),
            guest.definitions());
    assertThat(Drift.of(unknown))
        .extracting(Drift::says)
        .containsExactly("only until its next start", "from its next start");
  }

  @Test
  void aGuestThatIsOffOrDefinedTwiceHasNoDrift() throws IOException {
    Guest guest = guest("'09:00.0'", "");
    Guest off =
        new Guest("pv1", Toolstack.XL, Optional.empty(), "", RunState.HALTED, guest.definitions());
    assertThat(Drift.of(off)).isEmpty();
    Files.writeString(folder.resolve("etc/xen/other.cfg"), "name = 'pv1'\n");
    assertThat(Drift.of(guest("'09:00.0'", ""))).isEmpty();
  }

  private Drift only(Guest guest) {
    assertThat(Drift.of(guest)).hasSize(1);
    return Drift.of(guest).getFirst();
  }

  private Guest guest(String entries, String kept, String... has) throws IOException {
    Files.createDirectories(folder.resolve("etc/xen"));
    Files.writeString(
        folder.resolve("etc/xen/pv1.cfg"), "name = 'pv1'\npci = [ %s ]\n".formatted(entries));
    MapXenStore store = Store.record(Store.withGuest(), 3, has);
    Guest read =
        Guests.read(new FolderMachine(folder), Domains.read(store)).named("pv1").getFirst();
    String note = "{\"c_info\": {}, \"pcidevs\": [%s]}".formatted(kept);
    return new Guest(
        read.name(), read.toolstack(), read.running(), note, read.state(), read.definitions());
  }
}
