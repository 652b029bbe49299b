package gangway.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.guest.GuestReport.AtBoot;
import gangway.guest.GuestReport.Method;
import gangway.guest.GuestReport.Presence;
import gangway.guest.GuestReport.SoftIommu;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script itself, run on the files of guests. */
class PreparingTest {
  private static final String BOOT_FILE = "etc/modules-load.d/gangway-xen-pcifront.conf";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Path root;
  private GuestSystem system;

  @BeforeEach
  void aGuestsFiles() throws IOException {
    root = Files.createDirectories(folder.resolve("guest")).toRealPath();
    system = new GuestSystem.Files(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "busybox sh"})
  void withSystemdASeparateFileLoadsTheModuleAndIsRemoved(String shell) {
    if (!isHere(shell)) {
      return;
    }
    systemd().kernel("6.1.0-42-amd64", "xen-pcifront");
    SortedMap<String, String> before = all();
    assertThat(look().presence()).isEqualTo(Presence.AVAILABLE);
    assertThat(look().atBoot()).isEqualTo(AtBoot.NO);

    for (int times = 0; times < 2; times++) {
      run(shell, system.prepare(GuestKind.AUTO));
      assertThat(all()).containsEntry(BOOT_FILE, "# gangway guest-prepare\nxen-pcifront\n");
      assertThat(all()).hasSize(before.size() + 1);
    }
    assertThat(look().atBoot()).isEqualTo(AtBoot.YES);
    assertThat(look().mine()).containsExactly("boot");

    run(shell, system.remove(GuestKind.AUTO, List.of("boot", "grub")));
    assertThat(all()).isEqualTo(before);
  }

  /** Another running guest, or its disk, is recognized by the ID. */
  @Test
  void theIdOfTheSystemIsReported() {
    systemd().kernel("6.1.0-42-amd64", "xen-pcifront");
    assertThat(look().machineId()).isEmpty();
    put("etc/machine-id", "uninitialized\n");
    assertThat(look().machineId()).isEmpty();
    put("var/lib/dbus/machine-id", "0123456789abcdef0123456789abcdef");
    assertThat(look().machineId()).contains("0123456789abcdef0123456789abcdef");
    put("etc/machine-id", "ffffffffffffffffffffffffffffffff\n");
    assertThat(look().machineId()).contains("ffffffffffffffffffffffffffffffff");
  }

  @Test
  void onRhel5TheFileIsTheOneOfTheGuideAndExecutable() throws IOException {
    put("etc/sysconfig/modules/other.modules", "").kernel("2.6.18-398.el5", "acpiphp");
    assertThat(look().method()).isEqualTo(Method.RHEL5);
    assertThat(look().module()).isEqualTo("acpiphp");

    run("sh", system.prepare(GuestKind.AUTO));

    Path file = root.resolve("etc/sysconfig/modules/acpiphp.modules");
    assertThat(file).hasContent("modprobe acpiphp\n").isExecutable();
    assertThat(look().atBoot()).isEqualTo(AtBoot.YES);
    run("sh", system.remove(GuestKind.AUTO, List.of("boot")));
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileOfTheGuideThatIsNotExecutableIsRepaired() throws IOException {
    put("etc/sysconfig/modules/acpiphp.modules", "modprobe acpiphp\n")
        .kernel("2.6.18-398.el5", "acpiphp");
    assertThat(look().atBoot()).isEqualTo(AtBoot.NO);
    run("sh", system.prepare(GuestKind.AUTO));
    assertThat(look().atBoot()).isEqualTo(AtBoot.YES);
  }

  @Test
  void inEtcModulesOnlyTheAddedLinesAreRemoved() {
    put("etc/modules", "# kept\nloop").kernel("6.1.0-42-amd64", "xen-pcifront");
    run("sh", system.prepare(GuestKind.PV));
    assertThat(all())
        .containsEntry(
            "etc/modules", "# kept\nloop\n# gangway guest-prepare: xen-pcifront\nxen-pcifront\n");
    run("sh", system.remove(GuestKind.PV, List.of("boot")));
    assertThat(all()).containsEntry("etc/modules", "# kept\nloop\n");
  }

  @Test
  void settingsOfTheAdministratorSufficeAndAreKept() {
    systemd().put("etc/modules-load.d/mine.conf", "xen_pcifront\n").kernel("6.1.0", "xen-pcifront");
    SortedMap<String, String> before = all();
    assertThat(look().atBoot()).isEqualTo(AtBoot.YES);
    run("sh", system.prepare(GuestKind.PV));
    assertThat(look().mine()).isEmpty();
    run("sh", system.remove(GuestKind.PV, List.of("boot")));
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void thePackageOfTheAgentLoadsTheModule() {
    systemd()
        .put("usr/lib/modules-load.d/gangway-guest-agent.conf", "# a comment\nxen-pcifront\n")
        .kernel("6.1.0", "xen-pcifront");
    SortedMap<String, String> before = all();
    assertThat(look().atBoot()).isEqualTo(AtBoot.YES);
    run("sh", system.prepare(GuestKind.PV));
    assertThat(look().mine()).isEmpty();
    assertThat(all()).isEqualTo(before);
  }

  /** An empty file, or a link to /dev/null, is how an administrator disables it. */
  @Test
  void aFileOfAPackageThatTheAdministratorReplacedDoesNotLoadTheModule() throws IOException {
    systemd()
        .put("usr/lib/modules-load.d/gangway-guest-agent.conf", "xen-pcifront\n")
        .put("etc/modules-load.d/gangway-guest-agent.conf", "")
        .kernel("6.1.0", "xen-pcifront");
    assertThat(look().atBoot()).isEqualTo(AtBoot.NO);
    Path replaced = root.resolve("etc/modules-load.d/gangway-guest-agent.conf");
    Files.delete(replaced);
    Files.createSymbolicLink(replaced, Path.of("/dev/null"));
    assertThat(look().atBoot()).isEqualTo(AtBoot.NO);
  }

  @Test
  void aBuiltInModuleNeedsNoFile() {
    systemd().put("lib/modules/6.1.0/modules.builtin", "kernel/drivers/pci/hotplug/acpiphp.ko\n");
    assertThat(look(GuestKind.HVM).presence()).isEqualTo(Presence.BUILT_IN);
    assertThat(look(GuestKind.HVM).atBoot()).isEqualTo(AtBoot.BUILT_IN);
    assertThat(look(GuestKind.HVM).softIommu()).isEqualTo(SoftIommu.NEEDLESS);
    SortedMap<String, String> before = all();
    run("sh", system.prepare(GuestKind.HVM));
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void kernelsThatLackTheModuleAreNamed() {
    systemd().kernel("6.1.0", "xen-pcifront").kernel("6.1.0-kvm", "virtio");
    assertThat(look().lacking()).containsExactly("6.1.0-kvm");
    assertThat(look().presence()).isEqualTo(Presence.AVAILABLE);
  }

  @Test
  void nothingIsWrittenIfNoKernelHasTheModule() {
    systemd().kernel("6.1.0-kvm", "virtio");
    assertThat(look().presence()).isEqualTo(Presence.MISSING);
    SortedMap<String, String> before = all();
    Result result = runs("sh", system.prepare(GuestKind.PV));
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("no module xen-pcifront");
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void onlyKernelsBefore6Point5NeedIommuSoft() {
    systemd().kernel("6.5.0", "xen-pcifront");
    assertThat(look().softIommu()).isEqualTo(SoftIommu.NEEDLESS);
    kernel("6.1.0", "xen-pcifront");
    assertThat(look().softIommu()).isEqualTo(SoftIommu.ELSEWHERE);
    put("boot/grub/grub.cfg", "  linux /vmlinuz root=/dev/xvda1 ro iommu=soft quiet\n");
    assertThat(look().softIommu()).isEqualTo(SoftIommu.NEXT_BOOT);
  }

  @Attack(Party.GUEST)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/outside", // absolute, as the guest would resolve it
        "../../../../outside",
        "outside\\057..\\057..", // echo would turn these into slashes
        "a/../../../outside"
      })
  void noSymbolicLinkLeadsOutOfTheGuestsFiles(String target) throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    systemd().kernel("6.1.0", "xen-pcifront");
    Files.createDirectories(root.resolve("a"));
    delete("etc/modules-load.d");
    Files.createSymbolicLink(root.resolve("etc/modules-load.d"), Path.of(target));

    run("sh", system.prepare(GuestKind.PV));

    assertThat(outside).isEmptyDirectory();
    assertThat(files(folder)).allMatch(file -> file.startsWith(root) || file.equals(outside));
  }

  @Attack(Party.GUEST)
  @Test
  void aFileNameWithALineBreakIsRefused() throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "of dom0\n");
    put("etc/debian_version", "12\n").kernel("6.1.0", "xen-pcifront");
    Files.createDirectories(root.resolve("etc/x\n"));
    Files.createSymbolicLink(root.resolve("etc/x"), secret);
    Files.createSymbolicLink(root.resolve("etc/modules"), Path.of("x\n/."));

    assertThat(runs("sh", system.prepare(GuestKind.PV)).exit()).isEqualTo(1);

    assertThat(files(root))
        .filteredOn(Files::isRegularFile)
        .noneMatch(file -> !Files.isSymbolicLink(file) && text(file).contains("of dom0"));
    assertThat(secret).hasContent("of dom0\n");
  }

  @Attack(Party.GUEST)
  @Test
  void circularLinksAreRefused() throws IOException {
    systemd().kernel("6.1.0", "xen-pcifront");
    delete("etc/modules-load.d");
    Files.createSymbolicLink(root.resolve("etc/modules-load.d"), Path.of("modules-load.d"));
    assertThat(runs("sh", system.prepare(GuestKind.PV)).exit()).isEqualTo(1);
  }

  @Attack(Party.GUEST)
  @Test
  void aPipeInPlaceOfTheFileDoesNotBlock() throws IOException, InterruptedException {
    put("etc/debian_version", "12\n").kernel("6.1.0", "xen-pcifront");
    new ProcessBuilder("mkfifo", root.resolve("etc/modules").toString()).start().waitFor();
    assertThat(look().atBoot()).isEqualTo(AtBoot.NO);
  }

  @Attack(Party.GUEST)
  @Test
  void aFileThatCannotBeWrittenIsReported() throws IOException {
    systemd().kernel("6.1.0-42-amd64", "xen-pcifront");
    Files.createDirectories(
        root.resolve("etc/modules-load.d/.gangway-xen-pcifront.conf.gangway-new/folder"));

    Result result = runs("sh", system.prepare(GuestKind.AUTO));

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("/" + BOOT_FILE + " could not be written");
  }

  @Test
  void anUnknownSystemIsRefusedBeforeAnyChange() {
    kernel("6.1.0", "xen-pcifront");
    assertThat(look().method()).isEqualTo(Method.NONE);
    assertThatThrownBy(() -> new Preparation(system, GuestKind.PV, look()).prepare())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Gangway does not know how");
  }

  @Test
  void theTextToPasteIsTheCompleteScript() {
    assertThat(Preparing.toPaste(GuestKind.PV, false))
        .startsWith("sh -s -- prepare pv <<'END_OF_GANGWAY'\n#")
        .contains(Preparing.script())
        .endsWith("\nEND_OF_GANGWAY\n");
    assertThat(Preparing.script()).endsWith("main \"$@\"\n").doesNotContain("END_OF_GANGWAY");
  }

  /** RHEL 5 Virtualization Guide, section 15.5. */
  @Test
  void theCommandsForRhel5AreExactlyThoseOfTheGuide() {
    assertThat(Preparing.forRhel5(false).lines())
        .containsExactly(
            "modprobe acpiphp",
            "echo 'modprobe acpiphp' > /etc/sysconfig/modules/acpiphp.modules",
            "chmod +x /etc/sysconfig/modules/acpiphp.modules",
            "lsmod | grep acpiphp");
  }

  private PreparingTest systemd() {
    return put("usr/lib/systemd/systemd", "").put("etc/modules-load.d/.keep", "");
  }

  private PreparingTest kernel(String version, String module) {
    return put(
        "lib/modules/" + version + "/modules.dep",
        "kernel/drivers/%s.ko.xz: x\n".formatted(module));
  }

  private PreparingTest put(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void delete(String path) throws IOException {
    for (Path file : files(root.resolve(path)).reversed()) {
      Files.delete(file);
    }
    Files.delete(root.resolve(path));
  }

  private GuestReport look() {
    return look(GuestKind.AUTO);
  }

  private GuestReport look(GuestKind kind) {
    return GuestReport.of(new LiveMachine(), system, kind);
  }

  private static void run(String shell, Command command) {
    Result result = runs(shell, command);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
  }

  private static Result runs(String shell, Command command) {
    List<String> words = new ArrayList<>(List.of(shell.split(" ")));
    words.addAll(command.words().subList(1, command.words().size()));
    return new LiveMachine()
        .ask(new Command(words, command.input(), command.limit()))
        .orElseThrow();
  }

  private static boolean isHere(String shell) {
    return new LiveMachine().ask(Command.of(shell.split(" ")[0], "--help")).isPresent();
  }

  private SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    files(root).stream()
        .filter(Files::isRegularFile)
        .forEach(file -> all.put(root.relativize(file).toString(), text(file)));
    return all;
  }

  private static List<Path> files(Path top) {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> !file.equals(top) || !Files.isDirectory(top)).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
