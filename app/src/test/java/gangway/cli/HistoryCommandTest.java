package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations as history and other commands show them: complete, in progress and interrupted. */
class HistoryCommandTest {
  private static final Author ALICE =
      new Author(
          "alice as root", Optional.of("192.0.2.7"), 4711, "81234", "2f0d", Optional.empty());

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
    host.put(
        "proc/4711/stat", "4711 (java) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 81234 1 2\n");
  }

  private OperationWriter begun() {
    OperationWriter run =
        OperationWriter.begin(
            host.machine(),
            ALICE,
            List.of("hide", "--now", "09:00.0"),
            Set.of(new Claim.OfFunction(address(CARD))));
    run.plan(
        List.of("unbind 0000:09:00.0 from e1000e", "add a pciback slot"),
        "",
        new LinkedHashMap<>(Map.of(Path.of("/etc/modprobe.conf"), "old")));
    run.record(new Event.Begins(1));
    run.record(new Event.Done(1));
    run.record(new Event.Begins(2));
    return run;
  }

  private String id() {
    String[] words = Run.on(folder, "history").lines().getLast().split(" ");
    return words[0];
  }

  @Test
  void withoutOperationsThereIsNoHistory() {
    Run run = Run.on(folder, "history");
    assertThat(run.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(run.err()).contains("has changed nothing");
  }

  @Test
  void everyOperationIsListedWithUserAndOutcome() {
    OperationWriter failed = begun();
    failed.record(new Event.Failed(2, List.of("the kernel did not take it")));
    failed.record(new Event.Undone(2));
    failed.record(new Event.Undone(1));
    failed.end(Outcome.UNDONE, List.of("could not add a pciback slot"));
    begun();

    List<String> lines = Run.on(folder, "history").lines();

    assertThat(lines.getFirst()).matches("ID +STARTED +USER +OUTCOME +COMMAND");
    assertThat(lines.get(1))
        .matches(".*alice as root from 192\\.0\\.2\\.7 +undone +hide --now 09:00\\.0");
    assertThat(lines.get(2)).matches(".* in progress +hide --now 09:00\\.0");
  }

  @Test
  void oneOperationIsShownWithAllItsEvents() {
    OperationWriter run = begun();
    run.record(new Event.Failed(2, List.of("the kernel did not take it", "dmesg says why")));
    run.record(new Event.Undone(1));
    run.end(Outcome.UNDONE, List.of("could not add a pciback slot"));

    String told = Run.on(folder, "history", id()).out();

    assertThat(told)
        .containsSubsequence(
            "gangway hide --now 09:00.0",
            "alice as root from 192.0.2.7, process 4711",
            "outcome             undone",
            "could not add a pciback slot",
            "/files/etc%modprobe.conf",
            "planned: 2 steps",
            "started: unbind 0000:09:00.0 from e1000e",
            "done: unbind 0000:09:00.0 from e1000e",
            "failed: add a pciback slot",
            "the kernel did not take it",
            "dmesg says why",
            "undone: unbind 0000:09:00.0 from e1000e",
            "ended: undone");
    assertThat(Run.on(folder, "history", "nonsense").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anOperationThatAnotherUserRecoveredKeepsTheUserWhoStartedIt() throws IOException {
    begun();
    Files.delete(folder.resolve("proc/4711/stat"));
    Author bob = new Author("bob", Optional.of("socket"), 99, "90000", "2f0d", Optional.empty());
    OperationWriter.takeOver(
            host.machine(), bob, new Journal(host.machine()).interrupted().getFirst())
        .end(Outcome.UNDONE, List.of());

    assertThat(Run.on(folder, "history").lines().getLast())
        .matches(".*alice as root from 192\\.0\\.2\\.7 +undone +hide --now 09:00\\.0");
    assertThat(Run.on(folder, "history", id()).out())
        .containsSubsequence(
            "alice as root from 192.0.2.7, process 4711", "taken over by bob from socket");
    assertThat(Run.on(folder, "history", "--json").json())
        .contains(
            "operations[0].user=alice as root",
            "operations[0].from=192.0.2.7",
            "operations[0].pid=4711");
  }

  @Test
  void jsonHasTheSameContent() {
    begun().end(Outcome.DONE, List.of());
    assertThat(Run.on(folder, "history", "--json").json())
        .contains(
            "operations[0].user=alice as root",
            "operations[0].from=192.0.2.7",
            "operations[0].pid=4711",
            "operations[0].command=hide --now 09:00.0",
            "operations[0].outcome=done",
            "operations[0].events[1].lines[0]=started: unbind 0000:09:00.0 from e1000e");
  }

  @Test
  void operationsThatCannotBeReadAreListedWithAFix() {
    begun().end(Outcome.DONE, List.of());
    JournalFiles.unreadable(host);
    Run run = Run.on(folder, "history");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines().get(1)).endsWith("hide --now 09:00.0");
    assertThat(run.out())
        .containsSubsequence(
            "cannot be read: 20261129T010203.456-15, started 2026-11-",
            ", written by gangway 0.1.0\n  the journal's format is 3; ",
            "  fix: run 'gangway history' with the version of Gangway that wrote it; the operation"
                + " has ended, so it blocks nothing\n",
            "cannot be read: by-hand, written by gangway of unknown version (its first line is"
                + " damaged)\n",
            "cannot be read: 20261129T010203.456-16, started 2026-11-",
            ", written by gangway 0.7.0\n  'waits' is not a known Event\n",
            "  fix: run 'gangway recover' with the version of Gangway that wrote it",
            "/var/lib/gangway/running/20261129T010203.456-16 to another place\n");
  }

  @Test
  void anOperationThatCannotBeReadCanBeNamed() {
    JournalFiles.unreadable(host);
    Run run = Run.on(folder, "history", "20261129T010203.456-15");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("cannot be read: 20261129T010203.456-15, started ");
  }

  @Test
  void operationsThatCannotBeReadAreInJson() {
    JournalFiles.unreadable(host);
    assertThat(Run.on(folder, "history", "--json").json())
        .contains(
            "unreadable[0].id=20261129T010203.456-15",
            "unreadable[0].started=2026-11-29T01:02:03.456Z",
            "unreadable[0].version=0.1.0",
            "unreadable[0].open=false",
            "unreadable[1].id=by-hand",
            "unreadable[2].open=true")
        .noneMatch(line -> line.startsWith("unreadable[1].started="))
        .noneMatch(line -> line.startsWith("unreadable[1].version="));
  }

  @Test
  void anOperationInProgressIsShownAtItsFunctions() {
    begun();
    Run devices = Run.on(folder, "devices");
    assertThat(devices.err()).isEmpty();
    assertThat(devices.lines())
        .filteredOn(line -> line.startsWith(CARD))
        .first()
        .asString()
        .contains("e1000e, in progress: 'hide --now 09:00.0', process 4711");
    assertThat(Run.on(folder, "show", CARD).out()).contains("in progress");
  }

  @Test
  void everyCommandWarnsOfAnInterruptedOperation() {
    begun();
    host.without("proc/4711/stat");
    for (String[] command :
        new String[][] {
          {"devices"}, {"guests"}, {"show", CARD}, {"check", "hide", CARD}, {"history"}
        }) {
      assertThat(Run.on(folder, command).err())
          .as(command[0])
          .contains(
              "'gangway hide --now 09:00.0' of ",
              "was interrupted: undo it with 'gangway recover'");
    }
    assertThat(Run.on(folder, "devices").out()).contains("interrupted: 'hide --now 09:00.0'");
    assertThat(Run.on(folder, "devices", "--json").json())
        .contains(
            "functions[2].operation.command=hide --now 09:00.0",
            "functions[2].operation.interrupted=true");
    assertThat(Run.on(folder, "history").out()).contains("interrupted");
  }
}
