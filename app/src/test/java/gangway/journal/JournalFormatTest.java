package gangway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Golden;
import gangway.MemoryFolder;
import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.json.JsonLine;
import gangway.json.KindsAssert;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of the journal on disk, and reading journals of other versions. */
class JournalFormatTest {
  private static final PciAddress NIC = PciAddress.parse("0000:09:00.0").orElseThrow();
  private static final Author OF_FORMAT_1 =
      new Author(
          "alice as root", Optional.of("192.0.2.7"), 4711, "81234", "2f0d", Optional.empty());
  private static final Author ALICE =
      new Author(
          "alice as root",
          Optional.of("192.0.2.7"),
          4711,
          "81234",
          "2f0d",
          Optional.of("pid:[4026531836]"));
  private static final List<Claim> CLAIMS =
      List.of(
          new Claim.OfFunction(NIC),
          new Claim.OfGuest("pv1"),
          new Claim.OfState("pv1"),
          new Claim.OfGuestSystem("ssh root@guest"),
          new Claim.OfBootSettings(),
          new Claim.OfXenTools());
  private static final Operation.Header HEADER =
      new Operation.Header(
          "0.1.0",
          "20261129T010203.456-4711",
          Optional.of("20261129T010203.001-4711"),
          Instant.parse("2026-11-29T01:02:03.456Z"),
          ALICE,
          List.of("hide", "09:00.0"),
          CLAIMS);
  private static final Operation.Entry ENTRY =
      new Operation.Entry(Instant.parse("2026-11-29T01:02:04Z"), new Event.Begins(1));

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private ActingHost machine;
  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
    machine = host.machine();
  }

  private static List<Event> events(Author author) {
    return List.of(
        new Event.Planned(List.of("a step", "another")),
        new Event.Begins(1),
        new Event.Done(1),
        new Event.Failed(1, List.of("why")),
        new Event.Undone(1),
        new Event.Left(1, List.of("why")),
        new Event.TakenOver(author),
        new Event.Released(),
        new Event.Ended(Outcome.DONE, List.of("evidence")));
  }

  @Test
  void everyEventHasAPinnedName() {
    KindsAssert.assertPinned(
        Event.KINDS,
        events(OF_FORMAT_1),
        "event",
        OperationFile::text,
        text -> OperationFile.JSON.read(new JsonLine(text), Event.class),
        List.of(Event.Released.class));
  }

  @Test
  void everyClaimHasAPinnedName() {
    KindsAssert.assertPinned(
        Claim.KINDS,
        Stream.concat(CLAIMS.stream(), Stream.of(new Claim.OfShutdownPolicies())).toList(),
        "claim",
        OperationFile::text,
        text -> OperationFile.JSON.read(new JsonLine(text), Claim.class),
        List.of(Claim.OfShutdownPolicies.class));
  }

  @Test
  void anOperationIsWrittenAsPinnedAndRead() {
    Golden.assertGolden("2/header.json", OperationFile.line(HEADER));
    Golden.assertGolden("2/entry.json", OperationFile.line(ENTRY));
    assertThat(parsed(Golden.read("2/header.json") + Golden.read("2/entry.json")))
        .isEqualTo(new OperationFile.Parsed.Understood(new Operation(HEADER, List.of(ENTRY))));
  }

  @Test
  void anOperationOfFormat1IsRead() {
    Operation.Header old =
        new Operation.Header(
            "of unknown version",
            HEADER.id(),
            Optional.empty(),
            HEADER.begun(),
            OF_FORMAT_1,
            HEADER.words(),
            CLAIMS);
    assertThat(parsed(Golden.read("1/header.json") + Golden.read("1/entry.json")))
        .isEqualTo(new OperationFile.Parsed.Understood(new Operation(old, List.of(ENTRY))));
  }

  private static OperationFile.Parsed parsed(String text) {
    return OperationFile.parse(HEADER.id(), true, text);
  }

  @Test
  void aNewerFormatBlocksEveryOperationAndStaysOpen() {
    put(
        Golden.read("2/header.json")
            .replace("\"format\":2", "\"format\":3")
            .replace("0.1.0", "0.7.0"));
    assertBlocked("gangway 0.7.0", "the journal's format is 3");
  }

  @Test
  void anUnknownEventBlocksEveryOperationAndStaysOpen() {
    put(
        Golden.read("2/header.json").replace("0.1.0", "0.7.0")
            + Golden.read("2/entry.json").replace("step-begins", "step-waits"));
    assertBlocked("gangway 0.7.0", "'step-waits'");
  }

  @Test
  void aDamagedFirstLineBlocksEveryOperationAndIsNotDeleted() {
    put("{\"format\":2,\"versi\n");
    assertBlocked("of unknown version (its first line is damaged)", "");
  }

  private void put(String run) {
    host.put("var/lib/gangway/running/" + HEADER.id() + "/run.jsonl", run);
  }

  private void assertBlocked(String... evidence) {
    Problem refused =
        catchThrowableOfType(
            Problem.class,
            () ->
                OperationWriter.begin(
                    machine, ALICE, List.of("hide"), Set.of(new Claim.OfGuest("another"))));
    assertThat(refused.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(String.join("\n", refused.evidence())).contains(evidence);
    assertThat(machine.list(Journal.RUNNING)).containsExactly(HEADER.id());
    assertThat(new Journal(machine).open()).isEmpty();
    assertThat(new Journal(machine).running().unreadable()).hasSize(1);
  }
}
