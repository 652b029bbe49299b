package gangway.journal;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations in the journal, and how their claims exclude each other. */
class JournalTest {
  private static final String BOOT = "5e1f8d6b\n";
  private static final Author ALICE = author("alice as root", 4711, "81234");
  private static final Author BOB = author("bob as root", 4712, "81299");
  private static final Claim THE_CARD = new Claim.OfFunction(address(CARD));
  private static final Claim THE_TWIN = new Claim.OfFunction(address(TWIN));

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;
  private ActingHost machine;

  private static Author author(String user, int pid, String started) {
    return new Author(user, Optional.of("192.0.2.7"), pid, started, BOOT.strip(), Optional.empty());
  }

  @BeforeEach
  void host() {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", BOOT);
    machine = host.machine();
    lives(ALICE);
    lives(BOB);
  }

  private void lives(Author author) {
    lives(author, "S", 7);
  }

  private void lives(Author author, String state, int threads) {
    host.put(
        "proc/" + author.pid() + "/stat",
        "%d (a ) b) %s 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 %d 21 %s 23 24\n"
            .formatted(author.pid(), state, threads, author.started()));
  }

  private void dies(Author author) {
    host.without("proc/" + author.pid() + "/stat");
  }

  private OperationWriter begun(Author author, Claim... claims) {
    return OperationWriter.begin(machine, author, List.of("hide", "09:00.0"), Set.of(claims));
  }

  private Problem refused(Author author, Claim... claims) {
    Problem problem = catchThrowableOfType(Problem.class, () -> begun(author, claims));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    return problem;
  }

  private Journal journal() {
    return new Journal(machine);
  }

  @Test
  void aServiceNamesTheUserWhoAskedForTheOperation() {
    Author author =
        Author.present(machine, Map.of(Caller.VARIABLE, "1000 alice cockpit 192.0.2.7"));
    assertThat(author).hasToString("alice (uid 1000) from cockpit 192.0.2.7");
    assertThat(author.pid()).isEqualTo(Author.present(machine).pid());
    Caller caller = new Caller(1000, "alice", Optional.of("socket"));
    assertThat(Author.present(machine, Map.of(Caller.VARIABLE, caller.toString())))
        .hasToString("alice (uid 1000) from socket");
    assertThat(
            Author.present(machine, Map.of(Caller.VARIABLE, "0 root", "SUDO_USER", "bob")).user())
        .isEqualTo("root (uid 0)");
  }

  @Test
  void aCallerThatIsNoUserIsRefused() {
    for (String text :
        List.of("alice", "1000", "-1 alice", "1000 al\u001bice", "1000 alice a\nb", "1000  x")) {
      assertThatThrownBy(() -> Author.present(machine, Map.of(Caller.VARIABLE, text)))
          .as(text)
          .isInstanceOf(Problem.class)
          .hasMessageContaining("GANGWAY_CALLER");
    }
  }

  @Test
  void anOperationRecordsItsAuthorStepsAndOutcome() {
    OperationWriter writer = begun(ALICE, THE_CARD, new Claim.OfGuest("pv \"1\""));
    writer.plan(List.of("unbind it", "bind it"), "the plan\n", new LinkedHashMap<>());
    writer.record(new Event.Begins(1));
    writer.record(new Event.Done(1));
    writer.record(new Event.Begins(2));
    assertThat(journal().closed()).isEmpty();
    Operation open = journal().open().getFirst();
    assertThat(open.command()).isEqualTo("hide 09:00.0");
    assertThat(open.author()).isEqualTo(ALICE);
    assertThat(open.claims()).containsExactlyInAnyOrder(THE_CARD, new Claim.OfGuest("pv \"1\""));
    assertThat(open.steps()).containsExactly("unbind it", "bind it");
    assertThat(open.openSteps()).containsExactly(2, 1);
    assertThat(open.done(1)).isTrue();
    assertThat(open.done(2)).isFalse();
    assertThat(journal().plan(open)).contains("the plan\n");

    writer.record(new Event.Failed(2, List.of("no such device")));
    writer.record(new Event.Undone(2));
    writer.record(new Event.Undone(1));
    writer.end(Outcome.UNDONE, List.of("could not bind it"));

    assertThat(journal().open()).isEmpty();
    Operation closed = journal().closed().getFirst();
    assertThat(closed.failed()).isTrue();
    assertThat(closed.openSteps()).isEmpty();
    assertThat(closed.end())
        .contains(new Event.Ended(Outcome.UNDONE, List.of("could not bind it")));
    assertThat(closed.entries()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void anotherOperationCannotClaimTheSameResource() {
    OperationWriter alices = begun(ALICE, THE_CARD, new Claim.OfBootSettings());

    Problem refused = refused(BOB, THE_TWIN, THE_CARD);
    assertThat(refused.blocker()).isEqualTo("another operation is changing 0000:09:00.0");
    assertThat(refused.evidence().getFirst())
        .contains("gangway hide 09:00.0", "alice as root from 192.0.2.7", "process 4711");
    assertThat(refused(BOB, new Claim.OfBootSettings()).blocker())
        .isEqualTo("another operation is changing the boot settings");
    begun(BOB, THE_TWIN).drop();

    alices.end(Outcome.DONE, List.of());
    begun(BOB, THE_CARD).drop();
    assertThat(journal().open()).isEmpty();
  }

  @Test
  void theClaimsOfAKilledOperationStayUntilRecovery() {
    begun(ALICE, THE_CARD);
    assertThat(journal().interrupted()).isEmpty();
    dies(ALICE);

    assertThat(journal().interrupted()).hasSize(1);
    assertThat(refused(BOB, THE_CARD).remedy()).isEqualTo("gangway recover");

    host.put("proc/4711/stat", "4711 (bash) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 9 1\n");
    assertThat(journal().interrupted()).as("another process of that number").hasSize(1);
  }

  @Test
  void aZombieIsDeadWhenItsThreadsHaveEnded() {
    begun(ALICE, THE_CARD);
    lives(ALICE, "Z", 2);
    assertThat(journal().interrupted()).as("one thread is still in the kernel").isEmpty();
    lives(ALICE, "Z", 1);
    assertThat(journal().interrupted()).hasSize(1);
  }

  @Test
  void noOperationIsAliveAfterAReboot() {
    begun(ALICE, THE_CARD);
    host.put("proc/sys/kernel/random/boot_id", "another\n");
    assertThat(journal().interrupted()).hasSize(1);
    assertThat(ALICE.ofThisBoot(machine)).isFalse();
  }

  @Test
  void twoOperationsOfOneProcessExcludeEachOther() {
    OperationWriter first =
        begun(ALICE, THE_CARD, new Claim.OfGuest("pv1"), new Claim.OfBootSettings());
    for (Claim claim : List.of(THE_CARD, new Claim.OfGuest("pv1"), new Claim.OfBootSettings())) {
      assertThat(refused(ALICE, claim).blocker())
          .isEqualTo("another operation is changing " + claim);
    }
    OperationWriter other = begun(ALICE, THE_TWIN);
    assertThat(journal().open()).hasSize(2);
    first.end(Outcome.DONE, List.of());
    other.end(Outcome.DONE, List.of());
    assertThat(journal().closed()).extracting(Operation::id).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void anOperationWithinAnotherMayClaimItsResources() {
    begun(ALICE, THE_CARD);
    Operation outer = journal().open().getFirst();
    OperationWriter.beginWithin(
        outer, machine, ALICE, List.of("recover"), Set.of(THE_CARD, THE_TWIN));
    Operation inner = journal().open().getLast();
    assertThat(inner.header().parent()).contains(outer.id());
    OperationWriter.beginWithin(inner, machine, ALICE, List.of("recover"), Set.of(THE_CARD)).drop();
    assertThat(refused(ALICE, THE_TWIN).evidence().getFirst()).contains("gangway recover");
  }

  @Test
  void anInterruptedOperationOfALiveProcessCanBeRecovered() {
    OperationWriter writer = begun(ALICE, THE_CARD);
    assertThat(journal().interrupted()).isEmpty();

    writer.release();

    assertThat(journal().interrupted()).hasSize(1);
    assertThat(refused(ALICE, THE_CARD).remedy()).isEqualTo("gangway recover");
    OperationWriter again =
        OperationWriter.takeOver(machine, ALICE, journal().interrupted().getFirst());
    assertThat(journal().interrupted()).as("in progress again").isEmpty();
    again.end(Outcome.UNDONE, List.of());
    begun(ALICE, THE_CARD).drop();
  }

  @Test
  void anOperationThatCannotBeReleasedInTheJournalIsInterrupted() {
    Author self = Author.present(machine);
    lives(new Author("root", Optional.empty(), self.pid(), "777", BOOT.strip(), Optional.empty()));
    OperationWriter writer = begun(Author.present(machine), THE_CARD);
    assertThat(journal().interrupted()).isEmpty();
    machine.withFullDisk("no file of this name");

    writer.release();

    assertThat(journal().interrupted()).hasSize(1);
  }

  @Test
  void aProcessOfAnotherPidNamespaceIsFoundByItsNumberThere() {
    host.link("proc/self/ns/pid", "pid:[4026531836]");
    Author inContainer =
        new Author("root", Optional.empty(), 12, "5555", BOOT.strip(), Optional.of("pid:[402]"));
    begun(inContainer, THE_CARD);
    lives(author("another process with that number", 12, "1"));
    assertThat(journal().interrupted()).as("seen from the initial namespace: dead").hasSize(1);

    lives(author("the same process, seen from here", 4800, "5555"));
    host.link("proc/4800/ns/pid", "pid:[402]").put("proc/4800/status", "NSpid:\t4800\t12\n");
    assertThat(journal().interrupted()).isEmpty();
    host.put("proc/4800/status", "NSpid:\t4800\t13\n");
    assertThat(journal().interrupted()).hasSize(1);
  }

  @Test
  void aProcessInAnUnreachableNamespaceIsNotConsideredDead() {
    host.link("proc/self/ns/pid", "pid:[403]");
    begun(
        new Author(
            "root", Optional.empty(), 12, "5555", BOOT.strip(), Optional.of("pid:[4026531836]")),
        THE_CARD);
    assertThat(journal().interrupted()).isEmpty();
    Problem refused = refused(BOB, THE_CARD);
    assertThat(refused.blocker())
        .isEqualTo("an operation in another PID namespace may be changing 0000:09:00.0");
    assertThat(refused.evidence()).contains("its PID namespace: pid:[4026531836]");
  }

  @Test
  void onlyOneProcessTakesOverAnInterruptedOperation() {
    begun(ALICE, THE_CARD);
    dies(ALICE);
    Operation left = journal().interrupted().getFirst();

    OperationWriter.takeOver(machine, BOB, left);

    assertThat(journal().open().getFirst().author()).isEqualTo(BOB);
    assertThat(journal().interrupted()).isEmpty();
    Problem late =
        catchThrowableOfType(Problem.class, () -> OperationWriter.takeOver(machine, ALICE, left));
    assertThat(late.kind()).isEqualTo(Problem.Kind.REFUSED);
  }

  @Test
  void anIncompleteLastLineIsIgnored() throws IOException {
    OperationWriter writer = begun(ALICE, THE_CARD);
    writer.plan(List.of("unbind it"), "", new LinkedHashMap<>());
    writer.record(new Event.Begins(1));
    Path file = folder.resolve("var/lib/gangway/running");
    Path run = file.resolve(journal().open().getFirst().id()).resolve("run.jsonl");
    byte[] whole = Files.readAllBytes(run);
    writer.record(new Event.Done(1));
    byte[] more = Files.readAllBytes(run);
    for (int length = whole.length; length < more.length - 1; length++) {
      Files.write(run, Arrays.copyOf(more, length));
      Operation torn = journal().open().getFirst();
      assertThat(torn.done(1)).isFalse();
      assertThat(torn.openSteps()).containsExactly(1);
    }
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(run, Arrays.copyOf(more, length));
      assertThat(journal().open()).hasSizeLessThanOrEqualTo(1);
    }
    Files.write(run, Arrays.copyOf(more, more.length - 9));
    dies(ALICE);
    OperationWriter.takeOver(machine, BOB, journal().open().getFirst());
    assertThat(journal().open().getFirst().author()).isEqualTo(BOB);
    Files.write(run, new byte[] {(byte) 0xff, 0, '\n', '{'}, StandardOpenOption.APPEND);
    assertThat(journal().open()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void copiesOfFilesAreKept() {
    SequencedMap<Path, String> files = new LinkedHashMap<>(Map.of(Path.of("/etc/a b.conf"), "old"));
    OperationWriter writer = begun(ALICE, THE_CARD);
    writer.plan(List.of("change it"), "", files);
    writer.end(Outcome.DONE, List.of());

    List<Path> copies = journal().copies(journal().closed().getFirst());
    assertThat(copies).hasSize(1);
    assertThat(copies.getFirst().toString()).endsWith("/files/etc%a b.conf");
    assertThat(machine.read(copies.getFirst())).contains("old");
  }

  @Test
  void onlyTheLastOperationsAreKept() {
    for (int i = 0; i < 510; i++) {
      host.put("var/lib/gangway/history/20200101T00%04d-1/run.jsonl".formatted(i), "{}\n");
    }
    begun(ALICE, THE_CARD).end(Outcome.DONE, List.of());

    assertThat(machine.list(Journal.HISTORY)).hasSize(500).startsWith("20200101T000011-1");
    assertThat(journal().closed()).hasSize(1);
  }

  @Test
  void longEvidenceIsCut() {
    OperationWriter writer = begun(ALICE, THE_CARD);
    writer.end(Outcome.UNDONE, Collections.nCopies(1000, "x".repeat(10_000)));
    Event.Ended end = journal().closed().getFirst().end().orElseThrow();
    assertThat(end.evidence()).hasSize(20).allMatch(line -> line.length() == 500);
  }

  @Test
  void anOperationThatWasKilledBeforeItsHeaderIsDeleted() {
    machine.killedAt(1);
    assertThatThrownBy(() -> begun(ALICE, THE_CARD)).isInstanceOf(ActingHost.Killed.class);
    machine = host.machine();
    host.put("var/lib/gangway/running/20200101T000000-1/.run.jsonl.gangway-new", "{\"id");
    begun(BOB, THE_CARD).drop();
    assertThat(machine.list(Journal.RUNNING)).isEmpty();
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void onAFullDiskTheReserveIsUsed() {
    OperationWriter writer = begun(ALICE, THE_CARD);
    writer.plan(List.of("unbind it"), "", new LinkedHashMap<>());
    machine.withFullDisk("reserve");
    writer.record(new Event.Begins(1));
    writer.record(new Event.Done(1));
    writer.end(Outcome.DONE, List.of());
    Operation run = journal().closed().getFirst();
    assertThat(run.done(1)).isTrue();
    assertThat(run.end().map(Event.Ended::outcome)).contains(Outcome.DONE);
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void onAFullDiskNoOperationBegins() {
    machine.withFullDisk("no file of this name");
    Problem problem = catchThrowableOfType(Problem.class, () -> begun(ALICE, THE_CARD));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.evidence().getFirst()).contains("could not be written");
    assertThat(journal().open()).isEmpty();
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void anOperationWhosePlanDoesNotFitIsDeleted() {
    OperationWriter writer = begun(ALICE, THE_CARD);
    machine.withFullDisk("no file of this name");
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> writer.plan(List.of("unbind it"), "the plan", new LinkedHashMap<>()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(machine.list(Journal.RUNNING)).isEmpty();
  }
}
