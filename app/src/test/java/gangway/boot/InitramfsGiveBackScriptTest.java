package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the script that gives functions on trial back, in the shells of this machine. Files stand
 * for the attributes of sysfs, and keep what was written last.
 */
class InitramfsGiveBackScriptTest {
  private static final String DISK = "0000:00:1f.2";
  private static final String CARD = "0000:09:00.0";
  private static final String PCIBACK = "sys/bus/pci/drivers/pciback";
  private static final String NOTED = "run/gangway.given-back";

  /** The number of the call at which the script acts. */
  private static final int PATIENCE = 10;

  @TempDir private Path root;
  private SysfsFolder host;

  static Stream<List<String>> shells() {
    return InitramfsShell.shells();
  }

  @BeforeEach
  void layOut() throws IOException {
    host = new SysfsFolder(root);
    for (String function : List.of(DISK, CARD)) {
      host.write(PCIBACK + "/" + function + "/vendor", "0x8086\n");
      host.write("sys/bus/pci/devices/%s/driver_override".formatted(function), "pciback\n");
    }
    host.write("run/lock", "");
    host.write("dev/kmsg", "");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void afterTenCallsTheFunctionsOnTrialGoBack(List<String> shell) throws Exception {
    bootedWith("placeholder root=/dev/sda1 ro gangway.trial=%s,%s panic=30".formatted(DISK, CARD));

    for (int call = 1; call < PATIENCE; call++) {
      run(shell);
    }
    assertThat(Files.exists(root.resolve(NOTED))).as("before").isFalse();
    run(shell);

    assertThat(host.text(NOTED)).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(host.text(PCIBACK + "/unbind")).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(host.text(PCIBACK + "/remove_slot")).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(host.text("sys/bus/pci/drivers_probe")).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(host.text("sys/bus/pci/devices/%s/driver_override".formatted(DISK)))
        .isEqualTo("pciback\n\n");
    assertThat(host.text("dev/kmsg"))
        .contains("gangway: no root file system: %s goes back to dom0\n".formatted(DISK));
    assertThat(TrialBoot.read(new FolderMachine(root)).orElseThrow().givenBack())
        .extracting(Object::toString)
        .containsExactly(DISK, CARD);
  }

  /** dracut sources the script, again and again in one shell. */
  @ParameterizedTest
  @MethodSource("shells")
  void theScriptOfDracutDoesTheSameAndLeavesTheShellAsItIs(List<String> shell) throws Exception {
    bootedWith("gangway.trial=%s,%s rd.shell=0".formatted(DISK, CARD));
    String rounds =
        "n=0; while [ $n -lt %d ]; do . ./script; n=$((n + 1)); done; echo \"$n $# $-\"";
    script(DracutFiles.GIVE_BACK.text());

    String before = InitramfsShell.run(shell, root, "-c", rounds.formatted(19));
    assertThat(Files.exists(root.resolve(NOTED))).as("before").isFalse();
    String after = InitramfsShell.run(shell, root, "-c", rounds.formatted(5));

    assertThat(host.text(NOTED)).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(host.text(PCIBACK + "/unbind")).isEqualTo(DISK + "\n" + CARD + "\n");
    assertThat(after.replace("5", "19")).as("counter, arguments and options").isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theyGoBackOnce(List<String> shell) throws Exception {
    bootedWith("gangway.trial=" + DISK);

    for (int call = 1; call <= PATIENCE + 5; call++) {
      run(shell);
    }

    assertThat(host.text(PCIBACK + "/unbind")).isEqualTo(DISK + "\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aFunctionThatPcibackDoesNotHaveStaysAsItIs(List<String> shell) throws Exception {
    bootedWith("gangway.trial=0000:0c:00.0," + CARD);

    for (int call = 1; call <= PATIENCE; call++) {
      run(shell);
    }

    assertThat(host.text(NOTED)).isEqualTo(CARD + "\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void inAUsualBootNothingHappens(List<String> shell) throws Exception {
    bootedWith("root=/dev/sda1 xen-pciback.hide=(%s) /*".formatted(CARD));

    for (int call = 1; call <= PATIENCE; call++) {
      run(shell);
    }

    assertThat(new FolderMachine(root).list(Path.of("/run"))).containsExactly("lock");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void initramfsToolsAsksForOtherScriptsFirst(List<String> shell) throws Exception {
    bootedWith("gangway.trial=" + DISK);

    for (int call = 1; call <= PATIENCE; call++) {
      assertThat(InitramfsShell.run(shell, root, script().toString(), "prereqs")).isEmpty();
    }

    assertThat(Files.exists(root.resolve(NOTED))).isFalse();
  }

  private void bootedWith(String commandLine) throws IOException {
    host.write("proc/cmdline", commandLine + "\n");
  }

  private void run(List<String> shell) throws Exception {
    assertThat(InitramfsShell.run(shell, root, script().toString(), "/dev/sda1")).isEmpty();
  }

  private Path script() throws IOException {
    return script(InitramfsToolsFiles.GIVE_BACK.text());
  }

  /** A script with this folder in place of /. */
  private Path script(String text) throws IOException {
    return Files.writeString(
        root.resolve("script"),
        text.replace("=/sys\n", "=%s/sys\n".formatted(root))
            .replace("=/run\n", "=%s/run\n".formatted(root))
            .replace("=/proc/cmdline\n", "=%s/proc/cmdline\n".formatted(root))
            .replace("=/dev/kmsg\n", "=%s/dev/kmsg\n".formatted(root))
            .replace("> \"$log\"", ">> \"$log\"")
            .replace("> \"$pciback/", ">> \"$pciback/")
            .replace("> \"$sys/", ">> \"$sys/"));
  }
}
