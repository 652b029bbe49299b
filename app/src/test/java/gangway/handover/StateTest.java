package gangway.handover;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.boot.FileEdit;
import gangway.host.GuideHost;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.LiveMachine;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves a step: it holds where it is so, and nowhere else. */
class StateTest {
  private static final Address FUNCTION = address(CARD);
  private static final String RECORD = "/local/domain/0/backend/pci/3/0";
  private static final Path SETTINGS = Path.of("/etc/modprobe.d/gangway.conf");
  private static final String TEXT = "options xen-pciback hide=(0000:09:00.0)\n";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aDriverHoldsAFunctionWhereTheKernelSaysSo() {
    assertThat(holds(new State.DrivenBy(FUNCTION, Optional.of("e1000e")))).isTrue();
    assertThat(holds(new State.DrivenInDom0(FUNCTION))).isTrue();
    assertThat(holds(new State.DrivenBy(FUNCTION, Optional.empty()))).isFalse();
    host.hidden(CARD);
    assertThat(holds(new State.DrivenBy(FUNCTION, Optional.of("pciback")))).isTrue();
    assertThat(holds(new State.DrivenBy(FUNCTION, Optional.of("e1000e")))).isFalse();
    assertThat(holds(new State.DrivenInDom0(FUNCTION))).isFalse();
    host.unbind("pciback", CARD);
    assertThat(holds(new State.DrivenBy(FUNCTION, Optional.empty()))).isTrue();
    assertThat(holds(new State.DrivenInDom0(FUNCTION))).isFalse();
  }

  @Test
  void aCommandTellsWhatIsSoByLinesOfItsOwn() {
    Command question = Command.of("printf", "present loaded\\nat-boot yes\\n");
    State both = new State.Tells(question, List.of("at-boot yes", "present loaded"));
    assertThat(both.holds(new LiveMachine())).isTrue();
    assertThat(both.survivesReboot()).isTrue();
    for (String other : List.of("at-boot", "at-boot no", "present loaded\nat-boot yes")) {
      assertThat(new State.Tells(question, List.of(other)).holds(new LiveMachine())).isFalse();
    }
    assertThat(new State.Tells(Command.of("false"), List.of()).holds(new LiveMachine())).isFalse();
    host.withoutProgram("printf");
    assertThat(holds(both)).as("where nothing can be asked").isFalse();
  }

  @Test
  void aSlotIsThereWherePcibackListsIt() {
    host.hidden(CARD);
    assertThat(holds(new State.Slot(FUNCTION, true))).isTrue();
    assertThat(holds(new State.Slot(FUNCTION, false))).isFalse();
    assertThat(holds(new State.Slot(address(TWIN), true))).isFalse();
    assertThat(holds(new State.Slot(address(TWIN), false))).isTrue();
  }

  @Test
  void aSlotIsThereOnceWherePcibackListsItOnce() {
    assertThat(holds(new State.ListedOnce(FUNCTION))).isFalse();
    host.hidden(CARD);
    assertThat(holds(new State.ListedOnce(FUNCTION))).isTrue();
    host.listingTwice(CARD);
    assertThat(holds(new State.ListedOnce(FUNCTION))).isFalse();
    assertThat(holds(new State.Slot(FUNCTION, true))).isTrue();
  }

  @Test
  void aNodeOfXenStoreIsItsValueOrNotThere() {
    String node = "/libxl/pci/0000-09-00-0/domid";
    assertThat(holds(new State.NodeIs(node, Optional.empty()))).isTrue();
    host.store().with(node, "3");
    assertThat(holds(new State.NodeIs(node, Optional.of("3")))).isTrue();
    assertThat(holds(new State.NodeIs(node, Optional.of("4")))).isFalse();
    assertThat(holds(new State.NodeIs(node, Optional.empty()))).isFalse();
  }

  @Test
  void aDomainIsGoneWhereNeitherXenStoreNorTheHypervisorHasIt() {
    assertThat(holds(new State.DomainGone(3))).isFalse();
    assertThat(holds(new State.DomainGone(4))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(holds(new State.DomainGone(3))).isTrue();
    host.answer("xl list", "(null)  3     0     1     --ps-d      12.0\n");
    assertThat(holds(new State.DomainGone(3))).isFalse();
    host.withoutAnswer("xl list").withoutXl();
    assertThat(holds(new State.DomainGone(3))).isFalse();
  }

  /** A time service may set the clock right after a boot, when interrupted operations are found. */
  @ParameterizedTest
  @ValueSource(longs = {-86_400, 0, 86_400})
  void waitingTakesItsTimeHoweverTheWallClockIsSet(long seconds) {
    host.withoutXl();
    AtomicInteger looks = new AtomicInteger();
    FolderMachine stepping =
        new FolderMachine(folder) {
          @Override
          public Clock clock() {
            return host.clock();
          }

          @Override
          public Optional<XenStore> xenStore() {
            if (looks.getAndIncrement() == 3) {
              host.clock().stepWallClock(Duration.ofSeconds(seconds));
            }
            return Optional.of(host.store());
          }
        };
    assertThat(new State.DomainGone(3).comes(stepping)).isFalse();
    assertThat(host.clock().passed()).isEqualTo(State.GUEST_LIMIT);
  }

  @Test
  void whereTheListOfSlotsMayBeCutItProvesNoAbsence() {
    host.put("sys/bus/pci/drivers/pciback/slots", "0000:0b:00.0\n".repeat(315));
    assertThat(holds(new State.Slot(FUNCTION, false))).isFalse();
    assertThat(holds(new State.Slot(FUNCTION, true))).isFalse();
    host.put("sys/bus/pci/drivers/pciback/slots", "0000:0b:00.0\n".repeat(313));
    assertThat(holds(new State.Slot(FUNCTION, false))).isTrue();
  }

  @Test
  void aDriverIsLoadedWhereItsFolderIs() {
    assertThat(holds(new State.DriverLoaded("e1000e"))).isTrue();
    assertThat(holds(new State.DriverLoaded("bnx2"))).isFalse();
  }

  @Test
  void aFileIsItsWholeTextOrNotThere() {
    assertThat(holds(new State.FileIs(SETTINGS, Optional.empty()))).isTrue();
    assertThat(holds(new State.FileIs(SETTINGS, Optional.of("")))).isFalse();
    host.put("etc/modprobe.d/gangway.conf", TEXT);
    assertThat(holds(new State.FileIs(SETTINGS, Optional.of(TEXT)))).isTrue();
    assertThat(holds(new State.FileIs(SETTINGS, Optional.of(TEXT + " ")))).isFalse();
    assertThat(holds(new State.FileIs(SETTINGS, Optional.empty()))).isFalse();
  }

  @Test
  void anInitramfsCarriesTheSettingsOnceItIsPackedAnew() {
    State carries = carries(Optional.of(TEXT));
    host.put("etc/modprobe.d/gangway.conf", TEXT);
    assertThat(holds(carries)).isFalse();
    host.pack();
    assertThat(holds(carries)).isTrue();
    assertThat(holds(carries(Optional.of(TEXT + "#")))).isFalse();
    assertThat(holds(carries(Optional.empty()))).isFalse();
    host.without("etc/modprobe.d/gangway.conf");
    assertThat(holds(carries(Optional.empty()))).isFalse();
    host.pack();
    assertThat(holds(carries(Optional.empty()))).isTrue();
  }

  @Test
  void everyKernelsInitramfsMustCarryThem() {
    host.put("etc/modprobe.d/gangway.conf", TEXT).pack();
    host.put("boot/initrd.img-6.1.0-37-amd64.bak", "");
    assertThat(holds(carries(Optional.of(TEXT)))).isTrue();
    host.put("boot/initrd.img-6.1.0-38-amd64", "");
    assertThat(holds(carries(Optional.of(TEXT)))).isFalse();
  }

  @Test
  void whatCannotBeLookedIntoIsNotProved() {
    host.put("etc/modprobe.d/gangway.conf", TEXT).pack();
    assertThat(carries(Optional.of(TEXT)).holds(new FolderMachine(folder))).isFalse();
    host.without("boot");
    assertThat(holds(carries(Optional.of(TEXT)))).isFalse();
    assertThat(holds(carries(Optional.empty()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/state, 7",
    "/state-0, 5",
    "/vdev-0, ''",
    "/dev-0, 0000:0a:04.0",
  })
  void aGuestHasAFunctionOnlyWhenAllOfItsRecordIsSettled(String key, String value) {
    host.hidden(CARD).given(3, CARD);
    State has = new GuestState.GuestHas(3, FUNCTION);
    assertThat(holds(has)).isTrue();
    assertThat(has.comes(host.machine())).isTrue();
    assertThat(holds(new GuestState.GuestHas(4, FUNCTION))).isFalse();
    host.store().with(RECORD + key, value);
    assertThat(holds(has)).isFalse();
    assertThat(has.comes(host.machine())).isFalse();
  }

  @Test
  void aGuestLacksAFunctionOnlyWhenNothingOfItIsOnRecord() {
    State lacks = new GuestState.GuestLacks(3, FUNCTION);
    assertThat(holds(lacks)).isTrue();
    host.hidden(CARD, TWIN).given(3, CARD, TWIN);
    host.store().with(RECORD + "/state-0", "5").without(RECORD + "/vdev-0");
    assertThat(holds(lacks)).isFalse();
    assertThat(lacks.comes(host.machine())).isFalse();
    host.store().without(RECORD + "/dev-0");
    assertThat(holds(lacks)).isTrue();
    assertThat(lacks.comes(host.machine())).isTrue();
  }

  @Test
  void ofAGuestThatIsGoneNothingIsWaitedFor() {
    assertThat(new GuestState.GuestHas(3, FUNCTION).moot(host.machine())).isFalse();
    host.store().without("/local/domain/3");
    assertThat(new GuestState.GuestHas(3, FUNCTION).moot(host.machine())).isTrue();
    assertThat(new GuestState.GuestLacks(3, FUNCTION).moot(host.machine())).isTrue();
    assertThat(new GuestState.GuestHas(3, FUNCTION).moot(new FolderMachine(folder))).isFalse();
  }

  @Test
  void whereThereIsNoXenStoreNeitherIsProved() {
    FolderMachine silent = new FolderMachine(folder);
    assertThat(new GuestState.GuestHas(3, FUNCTION).comes(silent)).isFalse();
    assertThat(new GuestState.GuestLacks(3, FUNCTION).comes(silent)).isFalse();
  }

  @Test
  void aDriverServesWhenWhatTheFunctionIsForIsSeen() {
    Function card = host.observed().inventory().functions().meant(GuideHost.CARD);
    String interfaces = host.folder(GuideHost.CARD) + "/net";
    assertThat(holds(new State.Serves(card, Duration.ZERO))).isTrue();
    host.without(interfaces);
    assertThat(holds(new State.Serves(card, Duration.ZERO))).isFalse();
    assertThat(new State.Serves(card, Duration.ofMillis(60)).comes(host.machine())).isFalse();
    host.put(host.folder(GuideHost.CARD) + "/virtio3/net/eth7/operstate", "down\n");
    assertThat(new State.Serves(card, Duration.ZERO).comes(host.machine())).isTrue();
  }

  @Test
  void aDriverMayTakeItsTimeToServeButNotLongerThanTheLimit() {
    Function card = host.observed().inventory().functions().meant(GuideHost.CARD);
    String interfaces = host.folder(GuideHost.CARD) + "/net";
    host.without(interfaces);
    host.clock()
        .after(Duration.ofSeconds(40), () -> host.put(interfaces + "/eth1/operstate", "down\n"));
    Duration begun = host.clock().passed();
    State serves = new State.Serves(card, Duration.ofSeconds(30));
    assertThat(serves.comes(host.machine())).isFalse();
    assertThat(serves.comes(host.machine())).isTrue();
    assertThat(host.clock().passed().minus(begun))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(50));
  }

  @Test
  void severalThingsAreSoOnlyIfEachIs() {
    State loaded = new State.DriverLoaded("e1000e");
    State missing = new State.DriverLoaded("bnx2");
    assertThat(holds(new State.All(List.of(loaded, new State.Anything())))).isTrue();
    assertThat(holds(new State.All(List.of(loaded, missing)))).isFalse();
    assertThat(new State.All(List.of(loaded, missing)).comes(host.machine())).isFalse();
    assertThat(new State.All(List.of(loaded, missing)))
        .hasToString("the driver e1000e is loaded, the driver bnx2 is loaded");
  }

  @Test
  void whatOnlyAToolTellsIsNeverSeenButTakenForDone() {
    assertThat(holds(new State.ToldByTool())).isFalse();
    assertThat(new State.ToldByTool().comes(host.machine())).isTrue();
  }

  private boolean holds(State state) {
    return state.holds(host.machine());
  }

  private static State carries(Optional<String> text) {
    return new State.InitramfsCarries(List.of(new FileEdit(SETTINGS, Optional.empty(), text)));
  }
}
