package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.pci.identity.HardwareRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the wrapper scripts in a shell, with tools that print their arguments. */
@Attack(Party.LOCAL_USER)
class ToolWrapperTest {
  /** All commands of "xl help" of Xen 4.17 that the script passes on without a question. */
  private static final String SUBCOMMANDS =
      "create config-update list destroy shutdown reboot pci-attach pci-detach pci-list"
          + " pci-assignable-add pci-assignable-remove pci-assignable-list pause unpause console"
          + " vncviewer dump-core cd-insert cd-eject mem-max mem-set button-press vcpu-list"
          + " vcpu-pin vcpu-set vm-list info sharing sched-credit sched-credit2 sched-rtds domid"
          + " domname rename trigger sysrq debug-keys set-parameters dmesg top network-attach"
          + " network-list network-detach channel-list block-attach block-list block-detach"
          + " vtpm-attach vtpm-list vtpm-detach vkb-attach vkb-list vkb-detach vdispl-attach"
          + " vdispl-list vdispl-detach vsnd-attach vsnd-list vsnd-detach uptime claims tmem-list"
          + " cpupool-create cpupool-list cpupool-destroy cpupool-rename cpupool-cpu-add"
          + " cpupool-cpu-remove cpupool-migrate cpupool-numa-split getenforce setenforce"
          + " loadpolicy remus devd usbctrl-attach usbctrl-detach usbdev-attach usbdev-detach"
          + " usb-list psr-hwinfo psr-cmt-attach psr-cat-set psr-cat-show qemu-monitor-command"
          + " migrate-receive help";

  private Path folder;
  private Path asked;
  private Path record;

  private record Told(int exit, String out, String err) {}

  @BeforeEach
  void tools(@TempDir Path temporary) throws IOException {
    folder = temporary;
    asked = folder.resolve("asked");
    record = folder.resolve("hardware.json");
    Path gangway = script("gangway", "printf '[%s]' \"$@\" >> " + asked + "; exit $ANSWER");
    for (ToolWrapper front : ToolWrapper.values()) {
      script(front.tool() + ".distrib", "printf '[%s]' \"$@\"; cat; exit 7");
      Path tool = folder.resolve(front.tool());
      Files.writeString(
          tool,
          front.text(gangway, tool).replace(HardwareRecord.FILE.toString(), record.toString()));
      executable(tool);
    }
  }

  static Stream<List<String>> harmlessCalls() {
    Stream<List<String>> commands =
        Stream.of(SUBCOMMANDS.split(" ")).map(command -> List.of(command, "a  b", "", "*", "-x"));
    return Stream.concat(
        commands,
        Stream.of(
            List.of(),
            List.of(""),
            List.of("-h"),
            List.of("-vvv", "list", "save"),
            List.of("s", "pv1", "x"),
            List.of("$(touch /nowhere)", "`x`", "a\nb")));
  }

  @ParameterizedTest
  @MethodSource("harmlessCalls")
  void otherCommandsAreCalledUnchanged(List<String> words) throws Exception {
    Told told = run(ToolWrapper.XL, 0, words.toArray(String[]::new));

    assertThat(told).isEqualTo(new Told(7, brackets(words) + "input", ""));
    assertThat(asked).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save", "sav", "sa", "migrate", "mi", "migrat", "restore", "res", "rest", "resto", "restor"
      })
  void saveMigrateAndRestoreAskGangwayFirst(String command) throws Exception {
    Told refused = run(ToolWrapper.XL, 3, "-v", command, "-c", "pv 1", "x");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();

    Told allowed = run(ToolWrapper.XL, 0, "-v", command, "-c", "pv 1", "x");
    assertThat(allowed).isEqualTo(new Told(7, "[-v][" + command + "][-c][pv 1][x]input", ""));
    assertThat(asked).hasContent(("[guard][ask][--][-v][" + command + "][-c][pv 1][x]").repeat(2));
  }

  static Stream<List<String>> disguisedCalls() {
    return Stream.of(
        List.of("-f", "save", "pv1", "x"),
        List.of("-vf", "save", "pv1", "x"),
        List.of("-fvN", "restore", "x"),
        List.of("--", "save", "pv1", "x"),
        List.of("-v", "--", "migrate", "pv1", "other"),
        List.of("-t", "-T", "res", ""),
        List.of("save", "", "\u001b[2J"),
        List.of("restore", "a\nb"));
  }

  /** getopt of xl takes options in any combination before the command. */
  @ParameterizedTest
  @MethodSource("disguisedCalls")
  void optionsBeforeTheCommandDoNotHideIt(List<String> words) throws Exception {
    Told refused = run(ToolWrapper.XL, 3, words.toArray(String[]::new));
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(asked).hasContent("[guard][ask][--]" + brackets(words));
  }

  @Test
  void aStartIsAskedAboutOnlyIfDevicesAreRecordedAndTheGuestHasOne() throws Exception {
    Path with = Files.writeString(folder.resolve("with.cfg"), "pci = [ '09:00.0' ]\n");
    Path without = Files.writeString(folder.resolve("without.cfg"), "name = 'a'\n");

    assertThat(run(ToolWrapper.XL, 3, "create", with.toString()).exit())
        .as("no record")
        .isEqualTo(7);
    Files.writeString(record, "{}");
    assertThat(run(ToolWrapper.XL, 3, "create", without.toString()).exit()).isEqualTo(7);
    assertThat(run(ToolWrapper.XL, 3, "list", with.toString()).exit()).isEqualTo(7);
    assertThat(asked).doesNotExist();

    for (List<String> words :
        List.of(
            List.of("create", with.toString()),
            List.of("-v", "cr", "-q", with.toString()),
            List.of("create", "-f" + with),
            List.of("create", "--defconfig=" + with),
            List.of("create", without.toString(), "pci=['09:00.0']"))) {
      Told refused = run(ToolWrapper.XL, 3, words.toArray(String[]::new));
      assertThat(refused.exit()).as("%s", words).isEqualTo(3);
      assertThat(refused.out()).isEmpty();
      assertThat(asked).hasContent("[guard][ask][--]" + brackets(words));
      Files.delete(asked);
    }
  }

  @Test
  void aStartGoesOnIfGangwayAllowsItOrFails() throws Exception {
    Path with = Files.writeString(folder.resolve("with.cfg"), "pci = [ '09:00.0' ]\n");
    Files.writeString(record, "{}");

    for (int answer : List.of(0, 1, 4, 137)) {
      assertThat(run(ToolWrapper.XL, answer, "create", with.toString()))
          .as("%d", answer)
          .isEqualTo(new Told(7, "[create][" + with + "]input", ""));
    }
    Files.delete(folder.resolve("gangway"));
    assertThat(run(ToolWrapper.XL, 0, "create", with.toString()).exit()).isEqualTo(7);
  }

  @Test
  void theHelperAsksWithDomainIdAndFile() throws Exception {
    Told refused =
        run(ToolWrapper.SAVE_HELPER, 3, "--save-domain", "0", "11", "4", "0", "136", "0");
    assertThat(refused).isEqualTo(new Told(1, "", ""));
    Told allowed = run(ToolWrapper.SAVE_HELPER, 0, "--restore-domain", "0", "-1", "5", "1");
    assertThat(allowed).isEqualTo(new Told(7, "[--restore-domain][0][-1][5][1]input", ""));

    assertThat(Files.readString(asked))
        .matches(
            "\\[guard]\\[ask]\\[--]\\[save]\\[4]\\[/proc/[0-9]+/fd/0]"
                + "\\[guard]\\[ask]\\[--]\\[restore]\\[/proc/[0-9]+/fd/0]");
  }

  @Test
  void theStateOfAGuestFromAnotherHostIsNotAskedAbout() throws Exception {
    Path tool = folder.resolve(ToolWrapper.SAVE_HELPER.tool());
    Path bash = script("piped", "cat " + folder + "/input | " + tool + " --restore-domain 0 -1 5");
    Files.writeString(folder.resolve("input"), "input");

    Process process = new ProcessBuilder(bash.toString()).start();

    assertThat(process.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("[--restore-domain][0][-1][5]input");
    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(asked).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "save"})
  void theToolIsFoundThroughALinkOfAnotherName(String command) throws Exception {
    Path link = Files.createDirectory(folder.resolve("elsewhere")).resolve("xen-tool");
    Files.createSymbolicLink(link, folder.resolve("xl"));
    ProcessBuilder builder = new ProcessBuilder(link.toString(), command, "pv1", "x");
    builder.environment().put("ANSWER", "0");

    Process process = builder.start();
    process.getOutputStream().close();

    assertThat(process.waitFor()).isEqualTo(7);
  }

  @Test
  void withoutGangwayASaveFailsAndTheMessageNamesTheFix() throws Exception {
    Files.delete(folder.resolve("gangway"));

    Told refused = run(ToolWrapper.XL, 0, "save", "pv1", "x");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("mv " + folder + "/xl.distrib " + folder + "/xl");
    assertThat(run(ToolWrapper.SAVE_HELPER, 0, "--save-domain", "0", "11", "4").exit())
        .isEqualTo(1);
    assertThat(run(ToolWrapper.XL, 0, "list").exit()).as("other commands work").isEqualTo(7);
  }

  private Told run(ToolWrapper front, int answer, String... words) throws Exception {
    Path input = folder.resolve("input");
    Files.writeString(input, "input");
    List<String> command = new ArrayList<>(List.of(folder.resolve(front.tool()).toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input.toFile());
    builder.environment().put("ANSWER", Integer.toString(answer));
    Path errors = folder.resolve("errors");
    Process process = builder.redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Told(process.waitFor(), out, Files.readString(errors));
  }

  private static String brackets(List<String> words) {
    // printf applies its format once even without arguments
    return words.isEmpty() ? "[]" : "[" + String.join("][", words) + "]";
  }

  private Path script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    executable(file);
    return file;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
