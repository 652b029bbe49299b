package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the script that looks for the devices of the list in an initramfs, in the shells of this
 * machine, on a made-up sysfs. What the program tells about the next boot must be what the script
 * does.
 */
class InitramfsListScriptTest {
  private static final String HEADER = "# Written by hand\nsoftdep e1000e pre: xen-pciback\n";
  private static final String NINE = "0000:09:00.0";
  private static final String TEN = "0000:0a:00.0";
  private static final String NIC = "8086:10D3 8086:A01F 200";
  private static final String OF_NINE = device(NINE, "pci0000:00/1c.0/00.0", NIC);

  @TempDir private Path root;
  private SysfsFolder host;

  /** What the program tells, before the script changes the list. */
  private Set<PciAddress> predicted = Set.of();

  @BeforeEach
  void layOut() throws IOException {
    host = new SysfsFolder(root);
    host.write("usr/sbin/update-initramfs", "");
    host.write("dev/kmsg", "");
    for (InitramfsToolsFiles one : InitramfsToolsFiles.values()) {
      host.write(one.file().toString().substring(1), one.text());
    }
    host.bridge("0000:00:1b.0");
    host.bridge("0000:00:1c.0");
  }

  static Stream<List<String>> shells() {
    return InitramfsShell.shells();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aDeviceAtItsAddressStaysInTheList(List<String> shell) throws Exception {
    host.function("0000:00:1c.0", NINE, NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEqualTo("(0000:09:00.0)");
    assertThat(log()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aDeviceThatHasMovedIsHiddenAndWhatIsAtItsAddressIsNot(List<String> shell) throws Exception {
    host.function("0000:00:1b.0", NINE, NIC);
    host.function("0000:00:1c.0", TEN, NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEqualTo("(0000:0a:00.0)");
    assertThat(log())
        .isEqualTo(
            "gangway: the device that was 0000:09:00.0 is now 0000:0a:00.0, and is hidden there\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void twoEqualCardsKeepTheirSlots(List<String> shell) throws Exception {
    host.function("0000:00:1b.0", TEN, NIC);
    host.function("0000:00:1c.0", "0000:0b:00.0", NIC);
    list(
        "(0000:09:00.0)(0000:0a:00.0)",
        device(NINE, "pci0000:00/1b.0/00.0", NIC) + device(TEN, "pci0000:00/1c.0/00.0", NIC));
    assertThat(booted(shell)).isEqualTo("(0000:0a:00.0)(0000:0b:00.0)");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anotherCardInTheSlotStaysWithDom0(List<String> shell) throws Exception {
    host.function("0000:00:1c.0", NINE, "8086:10D3 8086:A01E 200");
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEmpty();
    assertThat(log())
        .isEqualTo(
            "gangway: 0000:09:00.0 is not hidden: the recorded device is not in its slot"
                + " (pci0000:00/1c.0/00.0)\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theSameKindOfCardInAnotherSlotStaysWithDom0(List<String> shell) throws Exception {
    host.function("0000:00:1b.0", NINE, NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void ofACardThatIsGoneNothingIsHidden(List<String> shell) throws Exception {
    list("(0000:09:00.0)(0000:0c:00.0)", OF_NINE);
    assertThat(booted(shell)).isEqualTo("(0000:0c:00.0)");
  }

  /** Virtual functions on the second bus of their physical function repeat device numbers. */
  @ParameterizedTest
  @MethodSource("shells")
  void ofTwoFunctionsThatMatchNoneIsHiddenUnlessOneHasTheAddress(List<String> shell)
      throws Exception {
    host.function("0000:00:1c.0", "0000:0b:00.0", NIC);
    host.function("0000:00:1c.0", "0000:0c:00.0", NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEmpty();

    host.function("0000:00:1c.0", NINE, NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(booted(shell)).isEqualTo("(0000:09:00.0)");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void entriesWithoutARecordStayAsTheyAre(List<String> shell) throws Exception {
    host.function("0000:00:1c.0", TEN, NIC);
    list("(0000:0d:00.*)(0000:09:00.0)(0000:0c:*.*)(0000:0e:00.7)", OF_NINE);
    assertThat(booted(shell)).isEqualTo("(0000:0d:00.*)(0000:0a:00.0)(0000:0c:*.*)(0000:0e:00.7)");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theOtherLinesOfTheFileStayAsTheyAre(List<String> shell) throws Exception {
    host.function("0000:00:1c.0", TEN, NIC);
    String odd = "# 100% \\n $(reboot) `id` 'x' \"\n\tinstall  x  /bin/true \\\\\n* ? [a]\n";
    host.write(conf(), odd + "options xen-pciback hide=(0000:09:00.0)\n" + OF_NINE + "no end");
    run(shell);
    assertThat(host.text(conf()))
        .isEqualTo(odd + "options xen-pciback hide=(0000:0a:00.0)\n" + OF_NINE + "no end\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pci0000:00/1c.0/00.0 8086:10D3 8086:A01F",
        "pci0000:00/1c.0/00.0 8086:10D3 8086:A01F 200 more",
        "pci0000:00 8086:10D3 8086:A01F 200",
        "pci0000:00/* 8086:10D3 8086:A01F 200",
        "pci0000:00/1c.0/*.* 8086:10D3 8086:A01F 200",
        "pci0000:00/../../etc 8086:10D3 8086:A01F 200",
        "$(reboot) 8086:10D3 8086:A01F 200",
        "* * * *",
        ""
      })
  void aDamagedRecordHidesNothing(String record) throws Exception {
    host.function("0000:00:1c.0", NINE, NIC);
    list("(0000:09:00.0)", "# gangway-device: 0000:09:00.0 " + record + "\n");
    assertThat(booted(List.of("sh"))).isEmpty();
    assertThat(log()).contains("0000:09:00.0 is not hidden");
  }

  @Test
  void twoRecordsOfOneAddressHideNothing() throws Exception {
    host.function("0000:00:1c.0", NINE, NIC);
    list("(0000:09:00.0)", OF_NINE + device(NINE, "pci0000:00/1b.0/00.0", NIC));
    assertThat(booted(List.of("sh"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "options xen-pciback hide=(09:00.0)",
        "options xen-pciback hide=(0000:0A:00.0)(0000:09:00.0)",
        "options xen-pciback hide=(0000:09:00.0)x",
        "options xen-pciback hide=(0000:09:00.0",
        "options xen-pciback hide=(0000:09:00.0) permissive=1",
        "options xen-pciback hide=(0000:09:00.0)\noptions xen-pciback hide=(0000:09:00.0)",
        "options xen-pciback hide=(0000:09:00.0)\noptions xen_pciback permissive=1 hide=(0000:0c:00.0)"
      })
  void aListThatGangwayDoesNotWriteStaysAsItIs(String line) throws Exception {
    host.function("0000:00:1c.0", TEN, NIC);
    host.write(conf(), line + "\n" + OF_NINE);
    run(List.of("sh"));
    assertThat(host.text(conf())).isEqualTo(line + "\n" + OF_NINE);
    assertThat(log()).contains("the list of functions to hide is as it was");
  }

  @Test
  void pcibackIsLoadedWithTheNewList() throws Exception {
    host.function("0000:00:1c.0", TEN, NIC);
    list("(0000:09:00.0)", OF_NINE);
    assertThat(run(List.of("sh"))).isEqualTo("modprobe -qb xen-pciback with (0000:0a:00.0)\n");
  }

  @Test
  void withoutARecordTheScriptDoesNothing() throws Exception {
    list("(0000:09:00.0)", "");
    assertThat(run(List.of("sh"))).isEmpty();
    Files.delete(root.resolve(conf()));
    assertThat(run(List.of("sh"))).isEmpty();
  }

  @Test
  void afterPcibackNothingIsChanged() throws Exception {
    host.function("0000:00:1c.0", TEN, NIC);
    list("(0000:09:00.0)", OF_NINE);
    host.write("sys/module/xen_pciback/initstate", "live\n");
    assertThat(run(List.of("sh"))).isEmpty();
    assertThat(host.text(conf())).contains("hide=(0000:09:00.0)");
    assertThat(log()).contains("pciback was loaded before");
  }

  @Test
  void aRootBusElsewhereIsFoundByItsBus() throws Exception {
    Path elsewhere = root.resolve("sys/devices/platform/soc/pci0000:00");
    Files.createDirectories(elsewhere.resolve("pci_bus/0000:00"));
    host.function("0000:00:1c.0", TEN, NIC);
    Path usual = root.resolve("sys/devices/pci0000:00");
    for (String child : List.of("0000:00:1b.0", "0000:00:1c.0")) {
      Files.move(usual.resolve(child), elsewhere.resolve(child));
    }
    Files.delete(usual);
    Files.createDirectories(root.resolve("sys/class/pci_bus"));
    Files.createSymbolicLink(
        root.resolve("sys/class/pci_bus/0000:00"),
        Path.of("../../devices/platform/soc/pci0000:00/pci_bus/0000:00"));
    list("(0000:09:00.0)", OF_NINE);
    run(List.of("sh"));
    assertThat(host.text(conf())).contains("hide=(0000:0a:00.0)\n");
  }

  @Test
  void initramfsToolsAsksForNoOrder() throws Exception {
    assertThat(InitramfsShell.printed(root, List.of("sh", script().toString(), "prereqs")))
        .isEmpty();
  }

  /** GNU tsort prints names without an order between them sorted (mkinitramfs, ORDER). */
  @Test
  void theScriptIsBeforeUdev() throws Exception {
    Path pairs = root.resolve("pairs");
    Files.writeString(pairs, "udev udev\nkeymap keymap\nudev keymap\ngangway gangway\n");
    String order = InitramfsShell.printed(root, List.of("tsort", pairs.toString()));
    assertThat(order.indexOf("gangway")).isLessThan(order.indexOf("udev")).isNotNegative();
  }

  /** Cards are put in, taken out and exchanged; the program must tell what the script then does. */
  @Test
  void theProgramTellsWhatTheScriptDoes() throws Exception {
    Random random = new Random(23);
    for (int round = 0; round < 60; round++) {
      host.empty();
      List<Integer> buses =
          IntStream.range(1, 9).boxed().filter(_ -> random.nextInt(4) > 0).toList();
      Map<Integer, String> cards = new TreeMap<>();
      for (int slot = 0; slot < buses.size(); slot++) {
        String bridge = "0000:00:1%x.0".formatted(slot);
        host.bridge(bridge);
        String ids = random.nextInt(4) > 0 ? NIC : "8086:1533 8086:0001 200";
        host.function(bridge, "0000:0%x:00.0".formatted(buses.get(slot)), ids);
        cards.put(slot, ids);
      }
      StringBuilder list = new StringBuilder();
      StringBuilder records = new StringBuilder();
      for (int bus = 1; bus < 9; bus++) {
        if (random.nextBoolean()) {
          String address = "0000:0%x:00.0".formatted(bus);
          list.append('(').append(address).append(')');
          if (random.nextInt(5) > 0) {
            records.append(
                device(address, "pci0000:00/1%x.0/00.0".formatted(random.nextInt(9)), NIC));
          }
        }
      }
      list(list.toString(), records.toString());
      if (!list.isEmpty()) {
        String what = list + "\n" + records + cards + buses;
        assertThat(present(booted(List.of("sh")))).as(what).isEqualTo(predicted);
      }
    }
  }

  private Set<PciAddress> present(String list) {
    Set<PciAddress> listed = new TreeSet<>(HideList.parse(list).single());
    listed.removeIf(address -> !functions().has(address));
    return listed;
  }

  private PciFunctions functions() {
    return new PciBus(machine()).functions();
  }

  private Machine machine() {
    return new FolderMachine(root);
  }

  /** The list after the script; it must hide what the program told. */
  private String booted(List<String> shell) throws Exception {
    PciFunctions functions = functions();
    predicted =
        new BootSettingsReader(machine())
            .read(functions)
            .hidden(functions)
            .map(PciFunction::address)
            .collect(Collectors.toCollection(TreeSet::new));
    run(shell);
    String list =
        host.text(conf())
            .lines()
            .filter(line -> line.startsWith("options xen-pciback hide="))
            .map(line -> line.substring("options xen-pciback hide=".length()))
            .collect(Collectors.joining());
    assertThat(predicted).isEqualTo(present(list));
    return list;
  }

  /** Runs the script; returns what it did with modprobe. */
  private String run(List<String> shell) throws Exception {
    host.write("dev/kmsg", "");
    return InitramfsShell.run(shell, root, script().toString());
  }

  private Path script() throws IOException {
    String text =
        InitramfsToolsFiles.SCRIPT
            .text()
            .replace("sys=/sys\n", "sys=%s/sys\n".formatted(root))
            .replace("conf=/etc", "conf=%s/etc".formatted(root))
            .replace("log=/dev/kmsg\n", "log=%s/dev/kmsg\n".formatted(root))
            .replace("> \"$log\"", ">> \"$log\"")
            .replace("modprobe -qb xen-pciback", "echo modprobe -qb xen-pciback with \"$list\"");
    return Files.writeString(root.resolve("script"), text);
  }

  private void list(String list, String records) throws IOException {
    host.write(conf(), HEADER + "options xen-pciback hide=" + list + "\n" + records);
  }

  private static String device(String address, String slot, String ids) {
    return "# gangway-device: %s %s %s\n".formatted(address, slot, ids);
  }

  private static String conf() {
    return "etc/modprobe.d/gangway.conf";
  }

  private String log() throws IOException {
    return host.text("dev/kmsg");
  }
}
