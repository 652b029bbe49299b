package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.lab.HeldTool.Moment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator presses Ctrl-C, loses the connection, or ends Gangway, while a tool of Xen runs. */
@Tag("long")
@ExtendWith(SharedLab.class)
class InterruptionTest {
  private static final String IMAGE = "/srv/pv1.image";

  /** A small image, because a command builds two of them: one more while everything is undone. */
  private static final String SMALL_IMAGES =
      "printf 'MODULES=list\\nCOMPRESS=gzip\\n' > /etc/initramfs-tools/conf.d/small"
          + " && update-initramfs -u";

  @Test
  void afterCtrlCDuringASaveTheGuestContinuesWithItsDevice(Dom0 dom0) {
    aGuestContinues(dom0, Interruption.CTRL_C);
  }

  @ParameterizedTest
  @EnumSource(value = Interruption.class, names = "CTRL_C", mode = EnumSource.Mode.EXCLUDE)
  @Tag("rare")
  void afterAnyInterruptionDuringASaveTheGuestContinuesWithItsDevice(Interruption way, Dom0 dom0) {
    aGuestContinues(dom0, way);
  }

  private static void aGuestContinues(Dom0 dom0, Interruption way) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();

    try (Login login = dom0.login("gangway save pv1 " + IMAGE)) {
      Interruption.stop(dom0, Interruption.HELPER);
      way.interrupt(login, dom0);
      dom0.must("pkill -CONT " + Interruption.HELPER);
      if (way == Interruption.CTRL_C) {
        // again, while Gangway undoes the steps
        Interruption.awaitIn(dom0, "! pgrep " + Interruption.HELPER);
        login.pressCtrlC();
        assertThat(login.screen()).contains("everything is as it was before");
      }
    }

    Interruption.mustHaveUndone(dom0);
    assertThat(dom0.run("ls " + IMAGE + "*").ok()).isFalse();
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void aGuestThatAKilledXlLeavesSuspendedIsResumed(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();

    try (Login login = dom0.login("gangway save pv1 " + IMAGE)) {
      Interruption.killXl(dom0, "save");
      assertThat(login.screen()).contains("everything is as it was before");
    }

    Interruption.mustHaveUndone(dom0);
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void doctorFindsAGuestThatXlAloneLeftSuspended(Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    int before = guest.count();
    try (Login login = dom0.login("xl save pv1 " + IMAGE)) {
      Interruption.stop(dom0, Interruption.HELPER);
      login.pressCtrlC();
      Interruption.awaitIn(dom0, "! pgrep -f '[b]in/xl save'");
      dom0.must("pkill -CONT " + Interruption.HELPER);
      Interruption.awaitIn(dom0, "! pgrep " + Interruption.HELPER);
    }
    dom0.must("gangway guard install");

    Output doctor = dom0.run("gangway doctor");

    String resume = "xl save -c %s /dev/null".formatted(dom0.must("xl domid pv1").strip());
    assertThat(doctor.exit()).isEqualTo(1);
    assertThat(doctor.out()).contains("GUEST-SUSPENDED", "guest pv1 is suspended", resume);
    assertThat(dom0.run("gangway guests").out()).contains("suspended");
    dom0.must(resume);
    guest.mustHaveContinuedFrom(before);
    assertThat(dom0.run("gangway guests").out()).doesNotContain("suspended");
  }

  @Test
  @Tag("rare")
  void recoverResumesAGuestThatXlAloneLeftSuspended(Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    int before = guest.count();
    try (Login login = dom0.login("xl save pv1 " + IMAGE)) {
      Interruption.stop(dom0, Interruption.HELPER);
      Interruption.awaitIn(dom0, "xl list pv1 | grep -q -e '---ss-'");
      Output early = dom0.run("gangway recover");
      assertThat(early.exit()).isEqualTo(3);
      assertThat(early.err()).contains("SAVE-IN-PROGRESS");
      login.pressCtrlC();
      Interruption.awaitIn(dom0, "! pgrep -f '[b]in/xl save'");
      dom0.must("pkill -CONT " + Interruption.HELPER);
      Interruption.awaitIn(dom0, "! pgrep " + Interruption.HELPER);
    }
    dom0.must("gangway guard install");

    assertThat(dom0.must("gangway recover")).contains("resumed: guest pv1 (domain ");

    guest.mustHaveContinuedFrom(before);
    assertThat(dom0.run("gangway guests").out()).doesNotContain("suspended");
    assertThat(dom0.must("gangway history | tail -n 1")).contains("recover pv1", "done");
    assertThat(dom0.must("gangway recover")).contains("nothing to recover");
  }

  @ParameterizedTest
  @EnumSource(Interruption.class)
  @Tag("rare")
  void anInterruptedRestoreIsCompleted(Interruption way, Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();
    dom0.must("gangway save pv1 " + IMAGE);

    way.completes("gangway restore " + IMAGE, dom0, HeldTool.xl(dom0, "restore"));

    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void afterARestoreWhoseXlWasKilledTheGuestCanBeRestoredAgain(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();
    dom0.must("gangway save pv1 " + IMAGE);

    // xl leaves a domain that is paused and does not have its whole memory
    try (Login login = dom0.login("gangway restore " + IMAGE + "; echo exit code $?")) {
      Interruption.killXl(dom0, "restore");
      assertThat(login.screen())
          .contains("everything is as it was before", "exit code 1")
          .doesNotContain("not undone");
    }
    Interruption.mustHaveUndone(dom0);
    assertThat(dom0.run("xl domid pv1").ok()).as("the domain exists").isFalse();

    dom0.must("gangway restore " + IMAGE);
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void afterAStartWhoseXlWasKilledTheGuestCanBeStartedAgain(Dom0 dom0) {
    CountingGuest.create(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
    dom0.must("gangway save --cold pv1 " + IMAGE);

    // xl leaves a domain that is paused and not complete
    try (Login login = dom0.login("gangway restore " + IMAGE + "; echo exit code $?")) {
      Interruption.killXlCreate(dom0);
      assertThat(login.screen())
          .contains("everything is as it was before", "exit code 1")
          .doesNotContain("not undone");
    }
    Interruption.mustHaveUndone(dom0);
    Interruption.mustHaveNoDomain(dom0);

    dom0.must("gangway restore " + IMAGE);
    new CountingGuest(dom0, "pv1").mustPing();
  }

  @Test
  @Tag("rare")
  void whileXlSavesAGuestAnAttachIsRefused(Dom0 dom0) {
    guestWithModule(dom0);
    dom0.must("gangway hide --now 09:00.0");
    try (Login login = dom0.login("xl save -c pv1 " + IMAGE)) {
      Interruption.stop(dom0, Interruption.HELPER);
      Output attach = dom0.run("gangway attach --now pv1 09:00.0");
      dom0.must("pkill -CONT " + Interruption.HELPER);
      assertThat(attach.exit()).isEqualTo(3);
      assertThat(attach.err()).contains("GUEST-BEING-SAVED", "save -c pv1");
      Interruption.awaitIn(dom0, "! pgrep -f '[b]in/xl save'");
      assertThat(login.shown()).doesNotContain("refused");
    }
  }

  static Stream<Arguments> interruptions() {
    return Stream.of(Interruption.values())
        .flatMap(way -> Stream.of(Moment.values()).map(moment -> Arguments.of(way, moment)));
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  @Tag("rare")
  void anInterruptedAttachAndDetachAreUndone(Interruption way, Moment moment, Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    dom0.must("gangway hide --now 09:00.0");

    way.undoes(
        "gangway attach --now pv1 09:00.0", dom0, HeldTool.xl(dom0, "pci-attach").at(moment));
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");

    dom0.must("gangway attach --now pv1 09:00.0");
    guest.mustPing();
    way.undoes(
        "gangway detach --now pv1 09:00.0", dom0, HeldTool.xl(dom0, "pci-detach").at(moment));
    guest.mustPing();
  }

  /** The guest is paused, so that it does not show the function to Gangway. */
  @ParameterizedTest
  @EnumSource(Interruption.class)
  @Tag("rare")
  void anAttachThatWaitsForItsGuestIsUndone(Interruption way, Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    int before = guest.count();
    dom0.must("gangway hide --now 09:00.0");
    HeldTool attach = HeldTool.xl(dom0, "pci-attach").at(Moment.AFTER_ITS_WORK);
    attach.hold();

    try (Login login = dom0.login("gangway attach --now pv1 09:00.0")) {
      attach.awaitCall(login);
      dom0.must("xl pause pv1");
      attach.release();
      Interruption.awaitIn(dom0, "! pgrep -f '[x]l pci-attach'");
      way.interrupt(login, dom0);
      dom0.must("xl unpause pv1");
      Interruption.mustHaveUndone(dom0);
    }
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");
    guest.mustHaveContinuedFrom(before);
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  @Tag("rare")
  void anInterruptedRebuildOfTheInitramfsIsUndone(Interruption way, Moment moment, Dom0 dom0) {
    dom0.must(SMALL_IMAGES);
    String files = "cd /etc/modprobe.d && ls && cat * 2>/dev/null; cat /proc/mounts; ls /boot";
    String image = "lsinitramfs /boot/initrd.img-$(uname -r) | sort";
    String before = dom0.must(files) + dom0.must(image);

    way.undoes(
        "gangway hide --boot 0a:04.1",
        dom0,
        new HeldTool(dom0, "/usr/sbin/update-initramfs", "-u").at(moment));

    assertThat(dom0.must(files) + dom0.must(image)).isEqualTo(before).doesNotContain("gangway");
  }

  private static CountingGuest guestWithNic(Dom0 dom0) {
    return guestWithModule(dom0).attachNic();
  }

  private static CountingGuest guestWithModule(Dom0 dom0) {
    return CountingGuest.create(dom0, "pv1").loadModule();
  }
}
