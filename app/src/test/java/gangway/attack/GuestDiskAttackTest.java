package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.guest.GuestKind;
import gangway.guest.GuestSystem;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest prepares its disk so that root, who runs guest-prepare on the mounted disk, writes to a
 * file of dom0 or waits for ever.
 */
@Attack(Party.GUEST)
@Timeout(120)
class GuestDiskAttackTest {
  /** What the script reads or writes. */
  private static final List<String> PLACES =
      List.of(
          "etc",
          "etc/modules",
          "etc/modules-load.d",
          "etc/modules-load.d/gangway-xen-pcifront.conf",
          "etc/default",
          "etc/default/grub",
          "etc/sysconfig",
          "etc/sysconfig/modules",
          "etc/rc.modules",
          "etc/debian_version",
          "boot",
          "boot/grub",
          "boot/grub/grub.cfg",
          "lib",
          "lib/modules",
          "lib/modules/6.1.0",
          "lib/modules/6.1.0/modules.dep",
          "usr/lib/systemd/systemd");

  private static final List<String> TARGETS_OUTSIDE =
      List.of("%s", "../../../../../../../../../..%s", "%s/modules", "%s/new", "%s/../..");

  private static final List<String> STRANGE_TARGETS =
      List.of("/dev/zero", "a\\057b", "x\n/..", "*", "-n");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Path root;
  private Path outside;
  private SortedMap<String, String> before;

  @BeforeEach
  void filesOfDom0() throws IOException {
    root = Files.createDirectories(folder.resolve("guest")).toRealPath();
    outside = Files.createDirectories(folder.resolve("outside")).toRealPath();
    for (String name : List.of("modules", "x.conf", "modules-load.d/x", "grub/grub.cfg")) {
      Files.createDirectories(outside.resolve(name).getParent());
      Files.writeString(outside.resolve(name), "of dom0\n");
    }
    before = content();
  }

  /** Each place with one of the targets. */
  @Tag("long")
  @Test
  void aLinkInAnyPlaceDoesNotLeadToDom0() throws IOException {
    for (int i = 0; i < PLACES.size(); i++) {
      linkOutside(PLACES.get(i), TARGETS_OUTSIDE.get(i % TARGETS_OUTSIDE.size()));
    }
  }

  @Test
  @Tag("rare")
  void noLinkInAnyPlaceLeadsToDom0OrHangs() throws IOException {
    for (String place : PLACES) {
      for (String target : TARGETS_OUTSIDE) {
        linkOutside(place, target);
      }
      for (String target : STRANGE_TARGETS) {
        link(place, target);
      }
    }
  }

  @Tag("long")
  @Test
  void aLinkToAStrangeTargetDoesNotHang() throws IOException {
    for (int i = 0; i < PLACES.size(); i++) {
      link(PLACES.get(i), STRANGE_TARGETS.get(i % STRANGE_TARGETS.size()));
    }
  }

  private void linkOutside(String place, String target) throws IOException {
    link(place, target.formatted(outside));
  }

  private void link(String place, String target) throws IOException {
    layOut();
    replace(place);
    Files.createSymbolicLink(root.resolve(place), Path.of(target));
    attacked(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/modules-load.d", "etc/default/grub", "lib/modules"})
  void aLinkToItselfDoesNotHang(String place) throws IOException {
    layOut();
    replace(place);
    Files.createSymbolicLink(root.resolve(place), root.resolve(place).getFileName());
    attacked(place);
  }

  /** Nothing is known then; the files of dom0 say nothing about the guest. */
  @Test
  void aFolderThatCannotBeFoundIsNotReplacedByAFolderOfDom0() throws IOException {
    layOut();
    replace("lib/modules");
    Files.createSymbolicLink(root.resolve("lib/modules"), Path.of("modules"));
    Result look = run(new GuestSystem.Files(root).look(GuestKind.AUTO));
    assertThat(look.out().lines()).contains("present unknown").doesNotContain("present missing");
    assertThat(look.out()).doesNotContain("lacking");
  }

  @Tag("long")
  @Test
  void aPipeInAnyPlaceDoesNotHang() throws Exception {
    for (String place : PLACES) {
      layOut();
      replace(place);
      new ProcessBuilder("mkfifo", root.resolve(place).toString()).start().waitFor();
      attacked(place);
    }
  }

  @Test
  void aFolderInPlaceOfAFileIsNoSuccess() throws IOException {
    layOut();
    replace("etc/modules-load.d/gangway-xen-pcifront.conf");
    Files.createDirectories(root.resolve("etc/modules-load.d/gangway-xen-pcifront.conf/x"));
    assertThat(attacked("a folder").exit()).isEqualTo(1);
  }

  @Test
  void strangeNamesOfKernelsAreNoCommands() throws IOException {
    layOut();
    for (String name : List.of("$(touch x)", "`touch x`", "-rf", "a b", "*", "a\nb", "\\057")) {
      Path kernel = Files.createDirectories(root.resolve("lib/modules").resolve(name));
      Files.writeString(kernel.resolve("modules.dep"), "kernel/drivers/xen-pcifront.ko: \n");
    }
    attacked("names of kernels");
    assertThat(Files.exists(Path.of("x"))).isFalse();
    assertThat(Files.exists(root.resolve("x"))).isFalse();
  }

  @Tag("rare")
  @Test
  void threeThousandKernelsAndALineOfThirtyMegabytesAreRead() throws IOException {
    layOut();
    for (String name : IntStream.range(0, 3000).mapToObj("6.1.0-%d"::formatted).toList()) {
      Path kernel = Files.createDirectories(root.resolve("lib/modules").resolve(name));
      Files.writeString(kernel.resolve("modules.dep"), "kernel/drivers/xen-pcifront.ko: \n");
    }
    Files.writeString(root.resolve("etc/modules"), "x".repeat(30_000_000));
    attacked("3,000 kernels");
  }

  /** A guest with systemd, or the same again. */
  private void layOut() throws IOException {
    replace("");
    for (String file :
        List.of(
            "usr/lib/systemd/systemd",
            "etc/modules-load.d/.keep",
            "etc/modules",
            "etc/default/grub",
            "etc/debian_version",
            "boot/grub/grub.cfg")) {
      write(file, "x\n");
    }
    write("lib/modules/6.1.0/modules.dep", "kernel/drivers/pci/xen-pcifront.ko: \n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Makes room for something else in a place. */
  private void replace(String place) throws IOException {
    Path top = root.resolve(place);
    if (Files.exists(top)) {
      try (Stream<Path> below = Files.walk(top)) {
        for (Path path : below.toList().reversed()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(top.getParent());
  }

  /** Looks, prepares and removes; afterwards nothing of dom0 has changed. */
  private Result attacked(String what) {
    GuestSystem system = new GuestSystem.Files(root);
    run(system.look(GuestKind.AUTO));
    Result prepared = run(system.prepare(GuestKind.AUTO));
    run(system.remove(GuestKind.AUTO, List.of("boot", "grub")));
    assertThat(content()).as(what).isEqualTo(before);
    return prepared;
  }

  private static Result run(Command command) {
    return new LiveMachine().ask(command).orElseThrow();
  }

  /** All that is beside the guest's files. */
  private SortedMap<String, String> content() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.startsWith(root))
          .collect(
              Collectors.toMap(
                  Path::toString,
                  file -> Files.isDirectory(file) ? "" : text(file),
                  (one, _) -> one,
                  TreeMap::new));
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
