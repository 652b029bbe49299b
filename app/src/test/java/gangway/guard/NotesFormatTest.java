package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Golden;
import gangway.journal.Author;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The notes about guests that are on disk, and on other hosts. */
class NotesFormatTest {
  private static final SavedGuestNote SAVED =
      new SavedGuestNote(
          "pv1",
          Instant.parse("2026-11-29T01:02:03Z"),
          Optional.of(Instant.parse("2026-11-29T02:03:04Z")),
          List.of(
              new SavedGuestNote.Item(
                  PciAddress.parse("0000:09:00.0").orElseThrow(),
                  new DeviceId(0x8086, 0x10d3),
                  new DeviceId(0x8086, 0xa01f))),
          Optional.empty());
  private static final SavedGuestNote SHUT_DOWN =
      new SavedGuestNote(
          "pv1",
          Instant.parse("2026-11-29T01:02:03Z"),
          Optional.empty(),
          List.of(),
          Optional.of(Path.of("/etc/xen/pv1.cfg")));
  private static final Watched WATCHED =
      new Watched(
          "6d2e3c8a-0000-4000-8000-000000000001",
          true,
          false,
          new Author(
              "root", Optional.empty(), 812, "4321", "2f0d", Optional.of("pid:[4026531836]")));

  @Test
  void theNoteBesideASavedImageIsWrittenAsPinnedAndRead() {
    Golden.assertGolden("2/note-saved.json", SAVED.text());
    Golden.assertGolden("2/note-shut-down.json", SHUT_DOWN.text());
    assertThat(SavedGuestNote.parse(Golden.read("2/note-saved.json"))).contains(SAVED);
    assertThat(SavedGuestNote.parse(Golden.read("2/note-shut-down.json"))).contains(SHUT_DOWN);
  }

  @Test
  void theRecordOfAWatchHasThePinnedFormat() {
    Golden.assertGolden("2/watched.json", WATCHED.text());
    assertThat(Watched.parse(Golden.read("2/watched.json"))).contains(WATCHED);
  }
}
