package gangway.toolstack;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.xenstore.MapXenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guest pv1 runs as domain 3, whatever its definition says by now. */
class DriftTest {
  private static final String NINE = "{\"bus\": 9, \"vfunc_mask\": 1}";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void whereAllAgreeNothingDiffers() throws IOException {
    assertThat(Drift.of(guest("'09:00.0'", NINE, "0000:09:00.0"))).isEmpty();
    assertThat(Drift.of(guest("'09:00.*'", NINE, "0000:09:00.0"))).isEmpty();
    assertThat(Drift.of(guest("", ""))).isEmpty();
  }

  @Test
  void whatWasOnlyGivenToTheRunningGuestIsGoneAtItsNextStart() throws IOException {
    Drift drift = only(guest("", NINE, "0000:09:00.0"));
    assertThat(drift.function()).isEqualTo(address("09:00.0"));
    assertThat(drift.says()).isEqualTo("not from its next start on");
  }

  @Test
  void whatWasOnlyDefinedComesWithItsNextStart() throws IOException {
    assertThat(only(guest("'09:00.0'", "")).says()).isEqualTo("from its next start");
  }

  @Test
  void otherOptionsComeWithItsNextStart() throws IOException {
    assertThat(only(guest("'09:00.0,permissive=1,seize=1'", NINE, "0000:09:00.0")).says())
        .isEqualTo("from its next start with other options: permissive=1,seize=1");
    String permissive = "{\"bus\": 9, \"vfunc_mask\": 1, \"permissive\": true}";
    assertThat(only(guest("'09:00.0'", permissive, "0000:09:00.0")).says())
        .isEqualTo("from its next start with other options: none");
  }

  @Test
  void whatXlTakesForTheGuestsAndIsNotIsTold() throws IOException {
    assertThat(only(guest("", NINE)).says())
        .isEqualTo("xl takes it for the guest's, which does not have it");
    assertThat(only(guest("'09:00.0'", NINE)).says())
        .isEqualTo("from its next start, and xl takes it for the guest's now");
    assertThat(only(guest("'09:00.0'", "", "0000:09:00.0")).says())
        .isEqualTo("xl does not know that the guest has it");
  }

  @Test
  void whereTheNoteCannotBeReadTheGuestIsBelieved() throws IOException {
    Guest guest = guest("'0a:04.1'", "", "0000:09:00.0");
    Guest unknown =
        new Guest(
            guest.name(),
            guest.toolstack(),
            guest.running(),
            "",
            guest.paused(),
            guest.definitions());
    assertThat(Drift.of(unknown))
        .extracting(Drift::says)
        .containsExactly("not from its next start on", "from its next start");
  }

  @Test
  void aGuestThatIsOffOrDefinedTwiceDiffersFromNothing() throws IOException {
    Guest guest = guest("'09:00.0'", "");
    Guest off = new Guest("pv1", Toolstack.XL, Optional.empty(), "", false, guest.definitions());
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
        read.name(), read.toolstack(), read.running(), note, read.paused(), read.definitions());
  }
}
