package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.xen.definition.Toolstack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guest pv1 runs as domain 3; its definition may have changed since. */
class HotPlugTest {
  private static final String READY = "passthrough = 'enabled'\ne820_host = 1\n";
  private static final String MADE_READY =
      "{\"c_info\": {\"passthrough\": \"enabled\"}, \"b_info\": {\"type.pv\": {\"e820_host\":"
          + " \"True\"}}}";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void anUnchangedDefinitionHasNoDrift() throws IOException {
    assertThat(HotPlug.of(guest("", "{}"))).contains(new HotPlug(false, false));
    assertThat(HotPlug.of(guest(READY, MADE_READY))).contains(new HotPlug(true, true));
    assertThat(new HotPlug(true, true).drift()).isEmpty();
  }

  @Test
  void settingsAddedToTheDefinitionApplyFromTheNextStart() throws IOException {
    assertThat(HotPlug.of(guest(READY, "{}")).orElseThrow().drift())
        .contains("ready for hot-plug from its next start");
    assertThat(HotPlug.of(guest("pci = [ '09:00.0' ]\n", "{}")).orElseThrow().nextStart()).isTrue();
  }

  @Test
  void settingsRemovedFromTheDefinitionApplyFromTheNextStart() throws IOException {
    assertThat(HotPlug.of(guest("e820_host = 1\n", MADE_READY)).orElseThrow().drift())
        .contains("ready for hot-plug only until its next start");
    assertThat(HotPlug.of(guest("passthrough = 'enabled'\n", MADE_READY)).orElseThrow().nextStart())
        .isFalse();
  }

  @Test
  void aGuestThatIsOffOrUnknownHasNoHotPlugState() throws IOException {
    assertThat(HotPlug.of(guest(READY, ""))).isEmpty();
    Guest runs = guest(READY, MADE_READY);
    assertThat(
            HotPlug.of(
                new Guest(
                    "pv1",
                    Toolstack.XL,
                    Optional.empty(),
                    "",
                    RunState.HALTED,
                    runs.definitions())))
        .isEmpty();
  }

  private Guest guest(String settings, String note) throws IOException {
    Files.createDirectories(folder.resolve("etc/xen"));
    Files.writeString(folder.resolve("etc/xen/pv1.cfg"), "name = 'pv1'\n" + settings);
    Guest read =
        Guests.read(new FolderMachine(folder), Domains.read(Store.withGuest()))
            .named("pv1")
            .getFirst();
    return new Guest(
        read.name(), read.toolstack(), read.running(), note, read.state(), read.definitions());
  }
}
