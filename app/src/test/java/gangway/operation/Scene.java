package gangway.operation;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.machine.Machine;
import gangway.pci.identity.HardwareRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A host, and perhaps another one that is reached as "there".
 *
 * @param untold the names of what is not compared, a regular expression
 */
record Scene(GuideHost here, Optional<GuideHost> there, String untold) {
  /** The name of the record of the devices, which only some operations tell as their result. */
  static final String RECORD = "recorded devices";

  /** The name of the operations that can be recovered, where they are a result. */
  static final String OPEN = "open operations";

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  /** The number of a guest that was started or restored. */
  private static final Pattern AGAIN =
      Pattern.compile(
          "(/local/domain/|/backend/pci/|/libxl/|userdata-d\\.|uuid-)" + ActingHost.NEW + "\\b");

  private static final String NUMBER = String.valueOf(ActingHost.NEW);

  private static final String MODULE = "/data/gangway/pirq/module";

  /** The host as it can be acted upon; the module is in the kernel of guest 3, if that runs. */
  ActingHost machine() {
    ActingHost machine = here.machine();
    there.ifPresent(other -> machine.reaching("there", other));
    for (int guest : List.of(3, ActingHost.NEW)) {
      if (here.store().read("/local/domain/" + guest + "/name").isPresent()) {
        machine.withModuleSaying(guest, "1 0");
      }
    }
    return machine;
  }

  /** Makes the module answer in guest 3 before anything is compared. */
  Scene settled() {
    machine();
    return this;
  }

  /** How an operation failed, as the command line tells it. */
  Optional<Problem> performed(Consumer<Submission> operation, ActingHost machine) {
    try {
      operation.accept(Submission.of(machine, List.of("test"), new UnseenProgress()));
      return Optional.empty();
    } catch (Problem problem) {
      return Optional.of(problem);
    } catch (RuntimeException | Error fault) {
      boolean changed = new Journal(machine()).mayHaveChanged();
      return Optional.of(changed ? Problem.faultInTheMiddle(fault) : Problem.fault(fault));
    }
  }

  /** Whether an operation can be recovered. */
  boolean open() {
    return !new Journal(machine()).open().isEmpty();
  }

  /** An operation of a process that does not exist any more. */
  static Submission former(ActingHost machine) {
    Author gone = new Author("root", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());
    return new Submission(machine, gone, List.of("test"), new UnseenProgress());
  }

  /** Recovers as another process, as often as there is something to recover. */
  void recover() {
    ActingHost machine = machine();
    Journal journal = new Journal(machine);
    if (!journal.running().unreadable().isEmpty()) {
      throw new AssertionError(journal.running().unreadable().toString());
    }
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    for (Operation left : journal.interrupted().reversed()) {
      recovery.recover(left);
    }
    if (!journal.open().isEmpty()) {
      throw new AssertionError("still open: " + journal.open());
    }
  }

  /** Keeps the host as it is, as another process. */
  void leaveAsItIs() {
    ActingHost machine = machine();
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    new Journal(machine).interrupted().forEach(recovery::leaveAsItIs);
    if (!new Journal(machine).open().isEmpty()) {
      throw new AssertionError("still open: " + new Journal(machine).open());
    }
  }

  /** Boots the host again after a power cut. */
  void reboot() {
    here.reboot().put("proc/sys/kernel/random/boot_id", "3c1e\n");
  }

  /** All of both hosts, without times, and without the number of a guest that started again. */
  SortedMap<String, String> everything() {
    SortedMap<String, String> all = new TreeMap<>();
    add("", here, all);
    there.ifPresent(other -> add("there: ", other, all));
    Machine machine = here.machine();
    machine.read(HardwareRecord.FILE).ifPresent(record -> all.put(RECORD, record));
    all.put(OPEN, String.valueOf(new Journal(machine).open().size()));
    Predicate<String> hidden = Pattern.compile(untold).asMatchPredicate();
    all.keySet().removeIf(name -> hidden.test(name) || name.endsWith(MODULE));
    return all;
  }

  private static void add(String prefix, GuideHost host, SortedMap<String, String> all) {
    host.everything()
        .forEach((name, value) ->
            all.put(
                prefix + again(name),
                name.endsWith("/domid") || name.endsWith("/frontend-id")
                    ? value.replaceAll(".+", "a guest")
                    : again(withoutTimes(value))));
  }

  private static String again(String text) {
    return text.contains(NUMBER) ? AGAIN.matcher(text).replaceAll("$13") : text;
  }

  private static String withoutTimes(String text) {
    return text.indexOf('Z') < 0 ? text : TIME.matcher(text).replaceAll("a time");
  }

  /** A line for each name whose value differs. */
  static List<String> differences(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> name + ": was " + before.get(name) + ", is " + after.get(name))
        .toList();
  }
}
