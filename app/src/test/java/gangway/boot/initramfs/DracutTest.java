package gangway.boot.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of lsinitrd are those of dracut 059 on Debian 12. */
class DracutTest {
  private static final String IMAGE = "/boot/initrd.img-6.1.0-37-amd64";
  private static final Path LIST = Path.of("/etc/modprobe.d/gangway.conf");
  private static final String HIDES = "options xen-pciback hide=(0000:09:00.0)\n";
  private static final String SETTINGS =
      """
      # Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.
      force_drivers+=" xen_pciback "
      install_items+=" /etc/modprobe.d/gangway.conf "
      """;
  private static final String LISTING =
      """
      Image: /boot/initrd.img-6.1.0-37-amd64: 18M
      ========================================================================
      Version: dracut-059-4

      Arguments:  --force --kver '6.1.0-37-amd64'

      dracut modules:
      systemd
      ========================================================================
      drwxr-xr-x   3 root     root            0 Mar 14  2023 .
      lrwxrwxrwx   1 root     root            7 Mar 14  2023 lib -> usr/lib
      -rw-r--r--   1 root     root           26 Mar 14  2023 etc/cmdline.d/20-force_drivers.conf
      -rw-r--r--   1 root     root           40 Mar 14  2023 etc/modprobe.d/gangway.conf
      -rw-r--r--   1 root     root       112345 Mar 14  2023 usr/lib/modules/6.1.0-37-amd64/kernel/drivers/xen/xen-pciback/xen-pciback.ko
      ========================================================================
      """;

  @TempDir private Path folder;
  private final Map<String, Result> answers = new TreeMap<>();

  @BeforeEach
  void aHostWhoseImageDracutMade() throws IOException {
    put("usr/bin/dracut", "");
    kernel("6.1.0-37-amd64");
    put("etc/dracut.conf.d/90-gangway.conf", SETTINGS);
    made(IMAGE, "usr/lib/dracut/modules.txt", "systemd\n");
    answer("lsinitrd " + IMAGE, LISTING);
    answer("lsinitrd -f etc/modprobe.d/gangway.conf " + IMAGE, HIDES);
    answer(
        "lsinitrd -f etc/cmdline.d/20-force_drivers.conf " + IMAGE, "rd.driver.pre=xen_pciback\n");
  }

  @Test
  void theImageTellsThatDracutMadeIt() throws IOException {
    assertThat(Initramfs.of(machine())).isInstanceOf(Dracut.class).hasToString("dracut");

    put("usr/sbin/update-initramfs", "");
    assertThat(Initramfs.of(machine())).as("both are installed").isInstanceOf(Dracut.class);
  }

  @Test
  void withBothToolsTheImagesOfInitramfsToolsDecideToo() throws IOException {
    put("usr/sbin/update-initramfs", "");
    made(IMAGE, "conf/initramfs.conf", "MODULES=most\n");

    assertThat(Initramfs.of(machine())).isEqualTo(new InitramfsTools(Map.of()));
  }

  @Test
  void imagesOfTwoToolsAreRefused() throws IOException {
    kernel("6.12.0-1-amd64");
    made("/boot/initrd.img-6.12.0-1-amd64", "conf/initramfs.conf", "MODULES=most\n");
    put("usr/sbin/update-initramfs", "");

    assertThat(Initramfs.of(machine()).obstacle())
        .hasValue(
            "dracut is installed, but not all initramfs images are made by it:"
                + " /boot/initrd.img-6.1.0-37-amd64 by dracut, /boot/initrd.img-6.12.0-1-amd64 by"
                + " initramfs-tools");
  }

  @Test
  void anImageThatCannotBeReadIsRefused() {
    answers.clear();

    assertThat(Initramfs.of(machine()).obstacle())
        .hasValue(
            "dracut is installed, but not all initramfs images are made by it:"
                + " /boot/initrd.img-6.1.0-37-amd64 by an unknown tool");
  }

  @Test
  void dracutWithoutAnImageIsRefused() throws IOException {
    Files.delete(folder.resolve(IMAGE.substring(1)));

    assertThat(Initramfs.of(machine()).obstacle())
        .hasValue("dracut is installed, but /boot has no initramfs image of an installed kernel");
  }

  @Test
  void anImageWhoseKernelHasNoModulesIsRefused() throws IOException {
    put("boot/initramfs-5.14.0.img", "");
    put("boot/vmlinuz-5.14.0", "");
    made("/boot/initramfs-5.14.0.img", "usr/lib/dracut/modules.txt", "base\n");

    assertThat(Initramfs.of(machine()).obstacle())
        .hasValue(
            "dracut cannot rebuild /boot/initramfs-5.14.0.img without the kernel's modules,"
                + " /lib/modules/5.14.0/modules.dep");
  }

  @Test
  void eachInstalledKernelGetsANewImageBesideTheOldOne() throws IOException {
    put("lib/modules/6.17.1-300.fc43.x86_64/modules.dep", "");
    put("boot/initramfs-6.17.1-300.fc43.x86_64.img", "");
    made("/boot/initramfs-6.17.1-300.fc43.x86_64.img", "usr/lib/dracut/modules.txt", "base\n");
    put("lib/modules/6.4.0-1-default/modules.dep", "");
    put("boot/initrd-6.4.0-1-default", "");
    made("/boot/initrd-6.4.0-1-default", "usr/lib/dracut/modules.txt", "base\n");
    // Fedora's rescue image, images of kdump, backups
    put("boot/vmlinuz-0-rescue-5d9a", "");
    put("boot/initramfs-0-rescue-5d9a.img", "");
    put("boot/initrd-6.4.0-1-default-kdump", "");
    put("boot/initramfs-6.17.1-300.fc43.x86_64kdump.img", "");
    put("boot/initrd.img-6.1.0-37-amd64.bak", "");

    assertThat(Initramfs.of(machine()).builds())
        .extracting(build -> build.command().toString())
        .containsExactly(
            "dracut --force /boot/gangway-new-initramfs-6.17.1-300.fc43.x86_64.img"
                + " 6.17.1-300.fc43.x86_64",
            "dracut --force /boot/gangway-new-initrd-6.4.0-1-default 6.4.0-1-default",
            "dracut --force /boot/gangway-new-initrd.img-6.1.0-37-amd64 6.1.0-37-amd64");
    assertThat(Initramfs.of(machine()).builds().getLast().image())
        .hasValue(
            new ImageBuild.NewImage(
                Path.of("/boot/gangway-new-initrd.img-6.1.0-37-amd64"), Path.of(IMAGE)));
  }

  @Test
  void theSettingsPutPcibackAndTheFilesIntoEveryImage() throws IOException {
    Files.delete(folder.resolve("etc/dracut.conf.d/90-gangway.conf"));

    assertThat(dracut().requiredFiles(List.of(LIST)))
        .containsExactly(
            new FileEdit(
                Path.of("/etc/dracut.conf.d/90-gangway.conf"),
                Optional.empty(),
                Optional.of(SETTINGS)));
    assertThat(dracut().requiredFiles(List.of())).isEmpty();
  }

  @Test
  void theSettingsAreDeletedWhenNothingIsHiddenAnyMore() {
    assertThat(dracut().requiredFiles(List.of(LIST))).as("they are there").isEmpty();
    assertThat(dracut().requiredFiles(List.of()))
        .containsExactly(
            new FileEdit(
                Path.of("/etc/dracut.conf.d/90-gangway.conf"),
                Optional.of(SETTINGS),
                Optional.empty()));
  }

  @Test
  void anImageWithPcibackAndTheExactFileCarriesTheSettings() {
    assertThat(carries(Optional.of(HIDES))).isTrue();
  }

  @Test
  void anImageWithAnotherTextDoesNotCarryTheSettings() {
    assertThat(carries(Optional.of(HIDES.replace("09", "0a")))).isFalse();
    assertThat(carries(Optional.empty())).as("it must be gone").isFalse();
  }

  @Test
  void anImageWithoutTheFileDoesNotCarryTheSettings() {
    answer("lsinitrd " + IMAGE, LISTING.replaceFirst(".*gangway.conf\n", ""));

    assertThat(carries(Optional.of(HIDES))).isFalse();
    assertThat(carries(Optional.empty())).isTrue();
  }

  @Test
  void anImageWithoutPcibackDoesNotCarryTheSettings() {
    answer("lsinitrd " + IMAGE, LISTING.replaceFirst(".*xen-pciback.ko\n", ""));

    assertThat(carries(Optional.of(HIDES))).isFalse();
  }

  @Test
  void anImageThatDoesNotLoadPcibackEarlyDoesNotCarryTheSettings() {
    answer("lsinitrd -f etc/cmdline.d/20-force_drivers.conf " + IMAGE, "");

    assertThat(carries(Optional.of(HIDES))).isFalse();
  }

  @Test
  void aFileThatDracutNeedNotCopyMayBeLeftOut() throws IOException {
    Files.delete(folder.resolve("etc/dracut.conf.d/90-gangway.conf"));
    answer("lsinitrd " + IMAGE, "");

    assertThat(carries(Optional.of("# of the administrator\n"))).isTrue();
  }

  @Test
  void anImageThatLsinitrdCannotReadDoesNotCarryTheSettings() {
    Initramfs dracut = dracut();
    answers.clear();

    assertThat(
            dracut.allCarry(
                machine(), List.of(new FileEdit(LIST, Optional.empty(), Optional.empty()))))
        .isFalse();
  }

  @Test
  void aKernelWithoutTheModulePcibackNeedsNoneInItsImage() throws IOException {
    Files.delete(
        folder.resolve(
            "lib/modules/6.1.0-37-amd64/kernel/drivers/xen/xen-pciback/xen-pciback.ko.xz"));
    answer("lsinitrd " + IMAGE, LISTING.replaceFirst(".*xen-pciback.ko\n", ""));

    assertThat(carries(Optional.of(HIDES))).isTrue();
  }

  private boolean carries(Optional<String> text) {
    return Initramfs.of(machine())
        .allCarry(machine(), List.of(new FileEdit(LIST, Optional.empty(), text)));
  }

  private Initramfs dracut() {
    return Initramfs.of(machine());
  }

  /** Another installed kernel of Debian. */
  private void kernel(String release) throws IOException {
    put("boot/initrd.img-" + release, "");
    put("lib/modules/" + release + "/modules.dep", "");
    put("lib/modules/" + release + "/kernel/drivers/xen/xen-pciback/xen-pciback.ko.xz", "");
  }

  /** Lets lsinitrd find a file in an image, and not the file of the other tool. */
  private void made(String image, String file, String content) {
    answer("lsinitrd -f usr/lib/dracut/modules.txt " + image, "");
    answer("lsinitrd -f conf/initramfs.conf " + image, "");
    answer("lsinitrd -f " + file + " " + image, content);
  }

  private void answer(String command, String out) {
    answers.put(command, new Result(0, out, ""));
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  /** A program without an answer fails, as lsinitrd does for a damaged image. */
  private Machine machine() {
    return new FolderMachine(folder) {
      @Override
      public Optional<Result> ask(Command command) {
        return Optional.of(
            answers.getOrDefault(command.toString(), new Result(1, "", "cannot be read")));
      }
    };
  }
}
