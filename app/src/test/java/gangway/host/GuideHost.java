package gangway.host;

import gangway.machine.FakeClock;
import gangway.machine.Result;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.xen.guest.LibxlNote;
import gangway.xen.guest.Store;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.MapXenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Xen host of the RHEL 5 guide: the files of its dom0 in a folder, laid out as the kernel lays
 * them out, its XenStore, and what its tools answer.
 *
 * <p>Plain, it has a root disk behind {@code 00:1f.2}, its default route through {@code 03:00.0}, a
 * network card at {@code 09:00.0} and one with two functions at {@code 0a:04}; pciback is loaded
 * and holds nothing. The guest pv1 runs as domain 3, pv2 is only defined.
 */
public final class GuideHost extends HostOfFiles<GuideHost> {
  public static final String CARD = "0000:09:00.0";
  public static final String TWIN = "0000:0a:04.0";
  public static final String OTHER_TWIN = "0000:0a:04.1";
  public static final String DISK = "0000:00:1f.2";
  public static final String MANAGEMENT = "0000:03:00.0";

  private static final String USERDATA = "var/lib/xen";

  private final FakeClock clock;
  private final GuideKernel kernel;
  private final MapXenStore store = new ChangedPaths();
  private final ToolAnswers answers = new ToolAnswers(this);
  private final SortedSet<String> quarantine = new TreeSet<>();
  private final Set<String> paused = new TreeSet<>();
  private final Set<String> suspended = new TreeSet<>();
  private final KilledXl killedXl = new KilledXl();
  private final List<Orphan> orphans = new ArrayList<>();
  private boolean superuser = true;
  private String ssh = "";

  /** A host whose files are in memory. */
  public GuideHost() {
    this(new FakeClock());
  }

  private GuideHost(FakeClock clock) {
    this(new MemoryFiles(clock), clock);
  }

  /** A host whose files are on the disk, where other programs can read them. */
  public GuideHost(Path root) {
    this(new DiskFiles(root), new FakeClock());
  }

  private GuideHost(HostFiles files, FakeClock clock) {
    super(files);
    this.clock = clock;
    kernel = new GuideKernel(files);
    new PlainDom0(this).layOut();
  }

  @Override
  GuideHost self() {
    return this;
  }

  @Override
  public String folder(String address) {
    return kernel.folder(address);
  }

  /** Sets what is free where state, settings and the initramfs are kept, in KiB. */
  public GuideHost free(int state, int settings, int boot) {
    return answer(
        "df -P -k /var/lib /etc /boot",
        """
        Filesystem     1024-blocks    Used Available Capacity Mounted on
        /dev/sda2         20511312 9384328  %10d      49%% /
        /dev/sda2         20511312 9384328  %10d      49%% /
        /dev/sda1           481642  120344  %10d      26%% /boot
        """
            .formatted(state, settings, boot));
  }

  /** Sets what is free in the file system of a folder, in KiB. */
  public GuideHost free(String folder, int space) {
    return answer(
        "df -P -k " + folder,
        "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda2 9 9 %d 9%% /\n"
            .formatted(space));
  }

  /**
   * What a command has yet to do whose process was killed.
   *
   * @param mark the operation that had run it; empty if the command is not marked
   */
  public record Orphan(String mark, Runnable rest) {}

  /** The pending changes of commands whose parent process was killed. */
  public List<Orphan> orphans() {
    return orphans;
  }

  /** Lets them do it. */
  public void orphansEnd() {
    orphans.forEach(orphan -> orphan.rest().run());
    orphans.clear();
  }

  /** Makes a tool that only tells something tell this. */
  public GuideHost answer(String command, String out) {
    return answer(command, 0, out);
  }

  /** The same, with an exit code. */
  public GuideHost answer(String command, int exit, String out) {
    answers.declare(command, new Result(exit, out, ""));
    return this;
  }

  /** Makes a tool that only tells something fail. */
  public GuideHost refusal(String command) {
    answers.declare(command, new Result(1, "", "no"));
    return this;
  }

  /** Makes one question to a tool one that cannot be asked, as if the tool were not there. */
  public GuideHost withoutAnswer(String command) {
    answers.withoutAnswer(command);
    return this;
  }

  /** The same, unless a test has declared what it tells. */
  GuideHost withoutUndeclaredAnswer(String command) {
    return answers.declares(command) ? this : withoutAnswer(command);
  }

  /** Takes a program away, with all that it could tell. */
  public GuideHost withoutProgram(String program) {
    answers.withoutProgram(program);
    return this;
  }

  public GuideHost withoutIommu() {
    return answer("xl info", "virt_caps : pv\nxen_commandline : placeholder\n");
  }

  /** Xen is built with shadow page tables; Debian's is not. */
  public GuideHost withShadow() {
    return answer("xl info", "virt_caps : pv pv_directio shadow\nxen_commandline : placeholder\n");
  }

  /** Xen's tools cannot be asked. */
  public GuideHost withoutXl() {
    return withoutProgram("xl");
  }

  public GuideHost withoutRoot() {
    superuser = false;
    return this;
  }

  /** The module of pciback is there, and not loaded. */
  public GuideHost withPcibackToLoad() {
    return without(driverFolder(Owner.PCIBACK));
  }

  /** The kernel comes without pciback. */
  public GuideHost withoutPciback() {
    return withPcibackToLoad().without(GuideKernel.module("xen-pciback"));
  }

  /** pciback is an old one, which lists a function as often as it is told of it. */
  public GuideHost listingTwice(String function) {
    kernel.listsTwice();
    kernel.slot(function, true);
    kernel.slot(function, true);
    return this;
  }

  /** A function below {@code pci0000:00}, behind a bridge or not, with or without a driver. */
  public GuideHost function(String path, String id, String type, String driver) {
    kernel.function(path, id, type, driver);
    return this;
  }

  /** Makes a function's configuration space, and what the kernel has beside it. */
  public GuideHost config(String address, byte[] bytes) {
    kernel.config(address, bytes);
    return this;
  }

  /** The SSH connection of the user: {@code client port server port}. */
  public GuideHost sshFrom(String connection) {
    ssh = connection;
    return this;
  }

  /** A PV guest that runs. */
  public GuideHost guest(int domid, String name) {
    Store.guest(store, domid, name);
    return made(domid, "{}", "{ \"e820_host\": \"True\" }");
  }

  /** Ends a domain: libxl takes its functions back and removes all that it kept of the domain. */
  public GuideHost ended(int domid) {
    PciRecord record = new PciRecord(store, domid);
    store.list(LibxlNote.NODE).stream()
        .flatMap(name -> PciAddress.parse(name).stream())
        .forEach(function -> record.forget(function.toString()));
    store
        .without("/local/domain/" + domid)
        .without(PciBackend.recordsPath(domid))
        .without("/libxl/" + domid);
    List.of(paused, suspended).forEach(state -> state.remove(Integer.toString(domid)));
    kernel.pciback().ended(domid);
    killedXl.ended(domid);
    for (String note : files().machine().list(Path.of("/" + USERDATA))) {
      if (note.startsWith("userdata-d." + domid + ".")) {
        without(USERDATA + "/" + note);
      }
    }
    return this;
  }

  /** What libxl keeps of how a PV guest was made. */
  public GuideHost made(int domid, String createInfo, String paravirtualized) {
    return put(
        USERDATA + "/userdata-d.%1$d.uuid-%1$d.libxl-json".formatted(domid),
        "{ \"c_info\": %s, \"b_info\": { \"type.pv\": %s }, \"on_reboot\": \"restart\" }\0"
            .formatted(createInfo, paravirtualized));
  }

  /** Hides functions, now, as gangway does. */
  public GuideHost hidden(String... functions) {
    for (String function : functions) {
      String driver = kernel.driver(function);
      kernel.unbind(driver, function);
      put(
          "var/lib/gangway/original/" + function,
          "id=%s\ndriver=%2$s\nmodule=%2$s\n".formatted(kernel.id(function), driver));
      kernel.slot(function, true);
      kernel.bind(Owner.PCIBACK, function);
      quarantine.add(function);
    }
    return this;
  }

  /** Hides functions as the kernel does at boot: no driver had them, and xl has not seen them. */
  public GuideHost hiddenAtBoot(String... functions) {
    hidden(functions);
    for (String function : functions) {
      without("var/lib/gangway/original/" + function);
      quarantine.remove(function);
    }
    put(
        "sys/module/xen_pciback/parameters/hide",
        Stream.of(functions).map(f -> "(" + f + ")").collect(Collectors.joining("", "", "\n")));
    return this;
  }

  /** Makes libxl have had functions in its hands since the boot. */
  public GuideHost noted(String... functions) {
    for (String function : functions) {
      store.with(LibxlNote.node(address(function)), "");
    }
    return this;
  }

  /** Makes a guest have functions. */
  public GuideHost given(int domid, String... functions) {
    Stream.of(functions).forEach(new PciRecord(store, domid)::add);
    return this;
  }

  /** Makes a driver's folder, as loading its module does. */
  GuideHost load(String driver, String module) {
    kernel.load(driver, module);
    return this;
  }

  /** Makes a driver hold a function; whether it did. */
  public boolean bind(String driver, String address) {
    return kernel.bind(driver, address);
  }

  /** Makes a driver let go of a function; whether it did. */
  public boolean unbind(String driver, String address) {
    return kernel.unbind(driver, address);
  }

  /** Packs modprobe's files into the initramfs. */
  public GuideHost pack() {
    kernel.pack();
    return this;
  }

  /** Boots the host again: with the settings in its initramfs, and without its guests. */
  public GuideHost reboot() {
    kernel.reboot();
    quarantine.clear();
    String dom0 = store.read("/local/domain/0/name").orElseThrow();
    store.values().keySet().forEach(store::without);
    store.with("/local/domain/0/name", dom0);
    return this;
  }

  public MapXenStore store() {
    return store;
  }

  /** The host's clock; it does not restart for a new process that acts on the host. */
  public FakeClock clock() {
    return clock;
  }

  GuideKernel kernel() {
    return kernel;
  }

  ToolAnswers answers() {
    return answers;
  }

  SortedSet<String> quarantine() {
    return quarantine;
  }

  /** The numbers of the guests that are paused. */
  public Set<String> paused() {
    return paused;
  }

  /** The numbers of the guests that are suspended. */
  public Set<String> suspended() {
    return suspended;
  }

  /** Kills xl in the middle of every save and live migration, when the guest is suspended. */
  public GuideHost killingSaves() {
    killedXl.killSaves();
    return this;
  }

  /** Where xl is killed. */
  public KilledXl killedXl() {
    return killedXl;
  }

  Optional<String> ssh() {
    return Optional.of(ssh).filter(connection -> !connection.isEmpty());
  }

  boolean superuser() {
    return superuser;
  }

  /** The host as it can be looked at and acted upon. */
  public ActingHost machine() {
    return new ActingHost(this);
  }

  /** The host as it is observed. */
  public HostSnapshot observed() {
    return new Observer(machine()).host();
  }

  static String driverFolder(String driver) {
    return GuideKernel.driverFolder(driver);
  }

  /**
   * Every file, link, mode, XenStore value and function in quarantine: two hosts alike have it
   * alike. What tells of the past is left out.
   */
  public SortedMap<String, String> everything() {
    return HostContents.of(this);
  }

  /** What is not as it was, a line each. */
  public List<String> changesSince(SortedMap<String, String> before) {
    return HostContents.differences(before, everything());
  }

  /** An address as the program has it. */
  public static PciAddress address(String text) {
    return Examples.address(text);
  }
}
