package gangway.host;

import gangway.Problem;
import gangway.Text;
import gangway.journal.Journal;
import gangway.machine.ActingMachine;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.toolstack.Images;
import gangway.xenstore.ActingXenStore;
import gangway.xenstore.MapXenStore;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The guide's host as it can be acted upon: on the few writes and commands of a hand-over its
 * folder and its XenStore change as a kernel and Xen's tools would change them. Anything else is
 * refused.
 *
 * <p>Any act can be made to fail. What a true Xen does is not shown here but on one.
 */
public final class ActingHost implements ActingMachine {
  /** How an act goes wrong. */
  public enum Failure {
    /** Nothing was done. */
    NOT_DONE,
    /** It was done, and complained of all the same. */
    DONE_ALL_THE_SAME,
    /** Nothing was done, and nothing was said. */
    SILENT,
    /** Nothing was done, for a fault in the program. */
    FAULT
  }

  /** The number of a guest that is restored, or started. */
  public static final int NEW = 9;

  private final GuideHost host;
  private final Machine files;
  private final List<String> acts = new ArrayList<>();
  private final Map<Integer, Failure> failures = new TreeMap<>();

  /** What is answered in XenStore, by the folder in which it is asked. */
  private final Map<String, String> agents = new HashMap<>();

  private final PciEnds ends;
  private final NewGuests newGuests;
  private Optional<ReachedHost> other = Optional.empty();
  private int actsWithXenStore = Integer.MAX_VALUE;
  private String fillsTheDisk = "";
  private int touches;
  private int lastTouch = Integer.MAX_VALUE;
  private boolean leavesCommand;

  /** What ends a process at once: nothing of it is carried out any more, no undoing either. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  ActingHost(GuideHost host) {
    this.host = host;
    files = host.files().machine();
    ends = new PciEnds(host.store());
    newGuests = new NewGuests(host);
  }

  /** Lets one log in on another host, by a name. */
  public ActingHost reaching(String name, GuideHost there) {
    other = Optional.of(new ReachedHost(name, there));
    return this;
  }

  /** Makes all guests deaf: they do not answer what they are asked. */
  public ActingHost withDeafGuests() {
    ends.deaf(true);
    return this;
  }

  /** Gives a guest an agent that answers every question with the same words. */
  public ActingHost withAgentSaying(int domid, String answer) {
    return answering(folder(domid), "agent", answer);
  }

  /** Gives a guest's kernel the module, which answers every question with the same words. */
  public ActingHost withModuleSaying(int domid, String answer) {
    return answering(folder(domid) + "pirq/", "module", answer);
  }

  private ActingHost answering(String folder, String who, String answer) {
    host.store().with(folder + who, "1");
    agents.put(folder, answer);
    return this;
  }

  private static String folder(int domid) {
    return "/local/domain/" + domid + "/data/gangway/";
  }

  private void agentAnswers(String folder, String answer) {
    host.store()
        .read(folder + "ask")
        .ifPresent(question ->
            host.store().with(folder + "answer", question.split(" ", 2)[0] + " " + answer));
  }

  /** Lets deaf guests hear again, and see what there is to answer now. */
  public void wakeGuest(int domid) {
    ends.deaf(false);
    ends.answer(domid);
  }

  /** Makes the n-th act fail, from 1. */
  public ActingHost failing(int n, Failure how) {
    failures.put(n, how);
    return this;
  }

  /** Kills the process instead of its n-th change of the host or the journal, from 1. */
  public ActingHost killedAt(int n) {
    lastTouch = n;
    return this;
  }

  /** Lets the command go on by itself that the process had started when it was killed. */
  public ActingHost leavingItsCommand() {
    leavesCommand = true;
    return this;
  }

  /** Fills the disk, until a file of a name is deleted. */
  public ActingHost withFullDisk(String untilDeleted) {
    fillsTheDisk = untilDeleted;
    return this;
  }

  private void needsRoom() {
    if (!fillsTheDisk.isEmpty()) {
      throw Problem.failed("it could not be written", "make room", "No space left on device");
    }
  }

  /** Lets XenStore go away after the n-th act. */
  public ActingHost losingXenStoreAfter(int n) {
    actsWithXenStore = n;
    return this;
  }

  /** What was done so far, in order, with what failed. */
  public List<String> acts() {
    return List.copyOf(acts);
  }

  @Override
  public Clock clock() {
    return host.clock();
  }

  @Override
  public void write(Path file, String text) {
    act("write " + text.strip() + " to " + file, () -> kernelTakes(file, text));
  }

  @Override
  public void replace(Path file, String text) {
    if (Journal.keeps(file)) {
      touch();
      needsRoom();
      host.put(below(file), text);
    } else {
      act("replace " + file, () -> host.put(below(file), Text.bytes(text)));
    }
  }

  @Override
  public void replace(Path file, String text, int mode) {
    act(
        "write %s, %o".formatted(file, mode),
        () -> {
          host.files().delete(below(file));
          host.put(below(file), Text.bytes(text));
        });
  }

  @Override
  public void makeFolder(Path folder, int mode) {
    act("make folder %s, %o".formatted(folder, mode), () -> host.files().folder(below(folder)));
  }

  @Override
  public void sync(Path file) {
    act("sync " + file, () -> host.files().bytes(below(file)));
  }

  @Override
  public void sweep(Path file) {
    touch();
    remove(file.resolveSibling("." + file.getFileName() + ".gangway-new"));
  }

  @Override
  public void writePrivate(Path file, String text) {
    touch();
    needsRoom();
    host.put(below(file), text);
  }

  @Override
  public void append(Path file, String text) {
    String before = read(file).orElseThrow(() -> Problem.failed(file + " is not there", ""));
    if (touches + 1 == lastTouch) {
      // the power goes with half of it written
      host.put(below(file), before + text.substring(0, text.length() / 2));
    }
    touch();
    needsRoom();
    host.put(below(file), before + text);
  }

  @Override
  public void move(Path from, Path to) {
    if (Journal.keeps(from)) {
      touch();
      host.files().move(below(from), below(to));
    } else {
      act("move " + from + " to " + to, () -> host.files().move(below(from), below(to)));
    }
  }

  @Override
  public <T> T exclusively(Path lock, Supplier<T> action) {
    return action.get();
  }

  @Override
  public void delete(Path file) {
    if (Journal.keeps(file)) {
      touch();
      remove(file);
      if (file.endsWith(fillsTheDisk)) {
        fillsTheDisk = "";
      }
    } else {
      act("delete " + file, () -> remove(file));
    }
  }

  private void remove(Path file) {
    host.files().delete(below(file));
  }

  @Override
  public Optional<String> awaitOrphans(int process, Duration limit) {
    if (host.orphans().isEmpty()) {
      return Optional.empty();
    }
    if (limit.isZero()) {
      return Optional.of("a command");
    }
    host.orphansEnd();
    return Optional.empty();
  }

  @Override
  public Result run(Command command) {
    return run(command, () -> {});
  }

  @Override
  public Result run(Command command, Runnable meanwhile) {
    Attendance attendance = new Attendance(meanwhile);
    Result result;
    if (leavesCommand && touches + 1 == lastTouch) {
      host.orphans().add(() -> does(command, new Attendance(() -> {})));
    }
    try {
      act("run " + command, () -> does(command, attendance));
      result = new Result(0, "", "");
    } catch (Problem problem) {
      result = new Result(1, "", problem.blocker());
    }
    attendance.fault.ifPresent(fault -> {
      throw fault;
    });
    return result;
  }

  /** Somebody who attends a tool, until he fails. */
  private static final class Attendance {
    private final Runnable meanwhile;
    private Optional<RuntimeException> fault = Optional.empty();

    private Attendance(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    private void turn() {
      if (fault.isEmpty()) {
        try {
          meanwhile.run();
        } catch (RuntimeException e) {
          fault = Optional.of(e);
        }
      }
    }
  }

  @Override
  public ActingXenStore actingXenStore() {
    xenStore();
    return new ActingStore(host.store(), this::written);
  }

  private void written(SortedMap<String, String> values) {
    act(
        "write " + values + " to XenStore",
        () -> {
          values.forEach(host.store()::with);
          agents.forEach(this::agentAnswers);
          host.store()
              .list("/local/domain/0/backend/pci")
              .forEach(d -> ends.answer(Integer.parseInt(d)));
        });
  }

  /** Every change of the host or the journal passes here before it is made. */
  private void touch() {
    if (touches >= lastTouch - 1) {
      touches = lastTouch;
      throw new Killed();
    }
    touches++;
  }

  private void act(String what, Runnable effect) {
    touch();
    acts.add(what);
    Failure failure = failures.get(acts.size());
    if (failure == Failure.FAULT) {
      throw new IllegalStateException("a fault, as it was ordered");
    }
    if (failure == null || failure == Failure.DONE_ALL_THE_SAME) {
      effect.run();
    }
    if (failure != null && failure != Failure.SILENT) {
      throw Problem.failed("it failed, as it was ordered", "");
    }
  }

  private void kernelTakes(Path file, String text) {
    Path real = real(file).orElseThrow(() -> Problem.failed(file + " is not there", ""));
    String driver = String.valueOf(real.getName(real.getNameCount() - 2));
    boolean taken =
        switch (String.valueOf(real.getFileName())) {
          case "bind" -> host.bind(driver, text);
          case "unbind" -> host.unbind(driver, text);
          case "drivers_probe" -> host.probe(text);
          case "new_slot" -> host.slot(text, true);
          case "remove_slot" -> host.slot(text, false);
          case "driver_override" -> {
            host.put(below(real), text.isBlank() ? "(null)\n" : text.strip() + "\n");
            yield true;
          }
          default -> false;
        };
    if (!taken) {
      throw Problem.failed("the kernel did not take '" + text + "'", "", file.toString());
    }
  }

  private void does(Command command, Attendance attendance) {
    Optional<ReachedHost> there = other.filter(one -> one.meantBy(command));
    if (there.isEmpty()) {
      toolDoes(command, attendance);
    } else if (!there.get().does(command, host)) {
      throw Problem.failed("it cannot be done there: " + command, "");
    }
  }

  private void toolDoes(Command command, Attendance attendance) {
    List<String> words = command.words();
    boolean done =
        switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
          case "xl shutdown" -> {
            host.store().without("/local/domain/" + words.get(2));
            yield true;
          }
          case "xl save" -> {
            host.put(words.get(4).substring(1), Images.whole("{ }"));
            yield host.paused().add(words.get(3));
          }
          case "xl unpause" -> host.paused().remove(words.get(2));
          case "xl create" -> newGuests.create(this, words);
          case "virsh -q" -> newGuests.virsh(this, command);
          case "xl destroy" -> {
            if (newGuests.destroy(words.get(2))) {
              yield true;
            }
            host.store().without("/local/domain/" + words.get(2));
            yield true;
          }
          case "xl restore" -> {
            host.guest(NEW, "pv1");
            withModuleSaying(NEW, "0 0");
            yield true;
          }
          case "modprobe xen-pciback" -> {
            host.load(Owner.PCIBACK, "xen_pciback");
            yield true;
          }
          case "update-initramfs -u" -> {
            host.pack();
            yield true;
          }
          case "xl pci-assignable-add" -> assignable(words.get(2));
          case "xl pci-assignable-remove" -> unassignable(words.get(2));
          case "xl pci-attach" -> attach(Integer.parseInt(words.get(2)), words.get(3));
          case "xl pci-detach" -> detach(Integer.parseInt(words.get(2)), words.get(3), attendance);
          default -> {
            if (words.getFirst().startsWith("xenstore-")) {
              yield writeXenStore(words);
            }
            if (words.getFirst().equals("modprobe") && words.size() == 2) {
              host.load(words.getLast(), words.getLast());
              host.probeAll();
              yield true;
            }
            yield false;
          }
        };
    if (!done) {
      throw Problem.failed("cannot do this: " + words, "");
    }
  }

  /** xenstore-rm complains of what is not there. */
  private boolean writeXenStore(List<String> words) {
    String path = words.get(1);
    boolean there = host.store().read(path).isPresent();
    switch (words.getFirst()) {
      case "xenstore-rm" -> host.store().without(path);
      case "xenstore-write" -> host.store().with(path, words.get(2));
      default -> {
        return false;
      }
    }
    return there || words.size() == 3;
  }

  private boolean held(String function) {
    return host.exists(GuideHost.driverFolder(Owner.PCIBACK) + "/" + function);
  }

  private boolean assignable(String function) {
    if (held(function)) {
      host.quarantine().add(function);
    }
    return held(function);
  }

  private boolean unassignable(String function) {
    return host.quarantine().remove(function)
        && host.unbind(Owner.PCIBACK, function)
        && host.slot(function, false);
  }

  private boolean attach(int domid, String function) {
    if (!held(function) || has(domid, function)) {
      return false;
    }
    host.given(domid, function);
    ends.forget(domid, GuideHost.number(function));
    return true;
  }

  /**
   * Asks as libxl does: a hundred times it looks whether the backend is connected again, and calls
   * it done if it is not.
   */
  private boolean detach(int domid, String function, Attendance attendance) {
    if (!has(domid, function)) {
      return false;
    }
    if (connectedAgain(domid, attendance)) {
      host.store()
          .with(record(domid) + "/state-" + GuideHost.number(function), "5")
          .with(record(domid) + "/state", "7");
      ends.answer(domid);
      if (connectedAgain(domid, attendance)) {
        strike(domid, function, attendance);
        attendance.turn();
      }
    }
    return true;
  }

  private boolean connectedAgain(int domid, Attendance attendance) {
    Supplier<Boolean> connected =
        () -> host.store().read(record(domid) + "/state").equals(Optional.of("4"));
    for (int look = 0; look < 100 && !connected.get(); look++) {
      attendance.turn();
    }
    return connected.get();
  }

  /** The record goes with its last function, but not in the same instant. */
  private void strike(int domid, String function, Attendance attendance) {
    MapXenStore store = host.store();
    String node = record(domid);
    ends.forget(domid, GuideHost.number(function));
    for (String key : Set.of("key-", "dev-", "opts-", "state-", "vdev-")) {
      store.without(node + "/" + key + GuideHost.number(function));
    }
    IntStream.range(0, 3)
        .filter(i -> store.read(node + "/dev-" + i).isPresent())
        .max()
        .ifPresentOrElse(
            last -> store.with(node + "/num_devs", Integer.toString(last + 1)),
            () -> {
              attendance.turn();
              store.without(node).without(frontend(domid));
            });
  }

  private boolean has(int domid, String function) {
    return host.store().read(record(domid) + "/dev-" + GuideHost.number(function)).isPresent();
  }

  static String record(int domid) {
    return "/local/domain/0/backend/pci/" + domid + "/0";
  }

  static String frontend(int domid) {
    return "/local/domain/" + domid + "/device/pci/0";
  }

  @Override
  public Optional<Result> ask(Command command) {
    String words = command.toString();
    Optional<ReachedHost> there = other.filter(one -> one.meantBy(command));
    if (there.isPresent()) {
      return Optional.of(there.get().told(command));
    }
    if (host.answers().containsKey(words)) {
      return Optional.ofNullable(host.answers().get(words));
    }
    if (words.equals("xl list")) {
      return Optional.of(new Result(0, host.domains(), "")).filter(_ -> host.hasXl());
    }
    if (words.startsWith("stat -c %s /")) {
      String file = command.words().getLast().substring(1);
      return Optional.of(
          host.exists(file)
              ? new Result(0, host.bytes(file).length + "\n", "")
              : new Result(1, "", ""));
    }
    if (words.equals("modprobe -n -q xen-pciback")) {
      return Optional.of(new Result(host.exists("lib/modules/xen-pciback.ko") ? 0 : 1, "", ""));
    }
    if (words.startsWith("modprobe -R ")) {
      String module = host.moduleFor(command.words().getLast());
      return Optional.of(new Result(module.isEmpty() ? 1 : 0, module + "\n", ""));
    }
    if (words.startsWith("lsinitramfs -l ")) {
      return Optional.of(new Result(0, host.text(command.words().getLast().substring(1)), ""));
    }
    return Optional.empty();
  }

  @Override
  public Optional<XenStore> xenStore() {
    if (acts.size() >= actsWithXenStore) {
      throw Problem.refused("XenStore cannot be read", "start it");
    }
    return Optional.of(host.store());
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files.readBytes(file);
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return files.open(file);
  }

  @Override
  public List<String> list(Path folder) {
    return files.list(folder);
  }

  @Override
  public Optional<String> linkName(Path link) {
    return files.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    return files.real(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return files.modified(file);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return files.filesBelow(start);
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return files.openDevices();
  }

  @Override
  public Optional<String> sshConnection() {
    return host.ssh();
  }

  @Override
  public boolean root() {
    return host.superuser();
  }

  private static String below(Path file) {
    return file.toString().substring(1);
  }
}
