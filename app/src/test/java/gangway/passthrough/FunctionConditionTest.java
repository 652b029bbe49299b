package gangway.passthrough;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.boot.FileEdit;
import gangway.host.GuideHost;
import gangway.machine.Clock;
import gangway.machine.FolderMachine;
import gangway.machine.Limit;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.plan.Condition;
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

/** Conditions of passthrough: met exactly where the machine is in that state. */
class FunctionConditionTest {
  private static final PciAddress FUNCTION = address(CARD);
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
  void aFunctionIsBoundToTheDriverThatTheKernelShows() {
    assertThat(isMet(new FunctionCondition.DriverIs(FUNCTION, Optional.of("e1000e")))).isTrue();
    assertThat(isMet(new FunctionCondition.HasDom0Driver(FUNCTION))).isTrue();
    assertThat(isMet(new FunctionCondition.DriverIs(FUNCTION, Optional.empty()))).isFalse();
    host.hidden(CARD);
    assertThat(isMet(new FunctionCondition.DriverIs(FUNCTION, Optional.of("pciback")))).isTrue();
    assertThat(isMet(new FunctionCondition.DriverIs(FUNCTION, Optional.of("e1000e")))).isFalse();
    assertThat(isMet(new FunctionCondition.HasDom0Driver(FUNCTION))).isFalse();
    host.unbind("pciback", CARD);
    assertThat(isMet(new FunctionCondition.DriverIs(FUNCTION, Optional.empty()))).isTrue();
    assertThat(isMet(new FunctionCondition.HasDom0Driver(FUNCTION))).isFalse();
  }

  @Test
  void aSlotExistsIfPcibackListsIt() {
    host.hidden(CARD);
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, true))).isTrue();
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, false))).isFalse();
    assertThat(isMet(new FunctionCondition.PcibackSlot(address(TWIN), true))).isFalse();
    assertThat(isMet(new FunctionCondition.PcibackSlot(address(TWIN), false))).isTrue();
  }

  @Test
  void aSlotExistsOnceIfPcibackListsItOnce() {
    assertThat(isMet(new FunctionCondition.PcibackSlotOnce(FUNCTION))).isFalse();
    host.hidden(CARD);
    assertThat(isMet(new FunctionCondition.PcibackSlotOnce(FUNCTION))).isTrue();
    host.listingTwice(CARD);
    assertThat(isMet(new FunctionCondition.PcibackSlotOnce(FUNCTION))).isFalse();
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, true))).isTrue();
  }

  @Test
  void aDomainIsGoneIfNeitherXenStoreNorTheHypervisorHasIt() {
    assertThat(isMet(new GuestCondition.DomainGone(3))).isFalse();
    assertThat(isMet(new GuestCondition.DomainGone(4))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(isMet(new GuestCondition.DomainGone(3))).isTrue();
    host.answer("xl list", "(null)  3     0     1     --ps-d      12.0\n");
    assertThat(isMet(new GuestCondition.DomainGone(3))).isFalse();
    host.withoutAnswer("xl list").withoutXl();
    assertThat(isMet(new GuestCondition.DomainGone(3))).isFalse();
  }

  /** A time service may set the clock right after a boot, when interrupted operations are found. */
  @ParameterizedTest
  @ValueSource(longs = {-86_400, 0, 86_400})
  void aWaitLastsItsFullTimeWhenTheWallClockIsSet(long seconds) {
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
    assertThat(new GuestCondition.DomainGone(3).awaitMet(stepping)).isFalse();
    assertThat(host.clock().passed()).isEqualTo(Limit.GUEST_RESPONSE.standard());
  }

  @Test
  void aPossiblyTruncatedListOfSlotsDoesNotProveAbsence() {
    host.put("sys/bus/pci/drivers/pciback/slots", "0000:0b:00.0\n".repeat(315));
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, false))).isFalse();
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, true))).isFalse();
    host.put("sys/bus/pci/drivers/pciback/slots", "0000:0b:00.0\n".repeat(313));
    assertThat(isMet(new FunctionCondition.PcibackSlot(FUNCTION, false))).isTrue();
  }

  @Test
  void aDriverIsLoadedIfItsFolderExists() {
    assertThat(isMet(new FunctionCondition.DriverLoaded("e1000e"))).isTrue();
    assertThat(isMet(new FunctionCondition.DriverLoaded("bnx2"))).isFalse();
  }

  @Test
  void anInitramfsContainsTheSettingsOnceItIsRebuilt() {
    Condition carries = carries(Optional.of(TEXT));
    host.put("etc/modprobe.d/gangway.conf", TEXT);
    assertThat(isMet(carries)).isFalse();
    host.pack();
    assertThat(isMet(carries)).isTrue();
    assertThat(isMet(carries(Optional.of(TEXT + "#")))).isFalse();
    assertThat(isMet(carries(Optional.empty()))).isFalse();
    host.without("etc/modprobe.d/gangway.conf");
    assertThat(isMet(carries(Optional.empty()))).isFalse();
    host.pack();
    assertThat(isMet(carries(Optional.empty()))).isTrue();
  }

  @Test
  void theInitramfsOfEveryKernelMustContainTheSettings() {
    host.put("etc/modprobe.d/gangway.conf", TEXT).pack();
    host.put("boot/initrd.img-6.1.0-37-amd64.bak", "");
    assertThat(isMet(carries(Optional.of(TEXT)))).isTrue();
    host.put("boot/initrd.img-6.1.0-38-amd64", "");
    assertThat(isMet(carries(Optional.of(TEXT)))).isFalse();
  }

  @Test
  void anInitramfsThatCannotBeReadProvesNothing() {
    host.put("etc/modprobe.d/gangway.conf", TEXT).pack();
    assertThat(carries(Optional.of(TEXT)).isMet(new FolderMachine(folder))).isFalse();
    host.without("boot");
    assertThat(isMet(carries(Optional.of(TEXT)))).isFalse();
    assertThat(isMet(carries(Optional.empty()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/state, 7",
    "/state-0, 5",
    "/vdev-0, ''",
    "/dev-0, 0000:0a:04.0",
  })
  void aGuestHasAFunctionOnlyIfItsWholeRecordIsSettled(String key, String value) {
    host.hidden(CARD).given(3, CARD);
    Condition has = new AssignmentCondition.GuestHas(3, FUNCTION);
    assertThat(isMet(has)).isTrue();
    assertThat(has.awaitMet(host.machine())).isTrue();
    assertThat(isMet(new AssignmentCondition.GuestHas(4, FUNCTION))).isFalse();
    host.store().with(RECORD + key, value);
    assertThat(isMet(has)).isFalse();
    assertThat(has.awaitMet(host.machine())).isFalse();
  }

  @Test
  void aGuestLacksAFunctionOnlyIfXenStoreDoesNotRecordIt() {
    Condition lacks = new AssignmentCondition.GuestLacks(3, FUNCTION);
    assertThat(isMet(lacks)).isTrue();
    host.hidden(CARD, TWIN).given(3, CARD, TWIN);
    host.store().with(RECORD + "/state-0", "5").without(RECORD + "/vdev-0");
    assertThat(isMet(lacks)).isFalse();
    assertThat(lacks.awaitMet(host.machine())).isFalse();
    host.store().without(RECORD + "/dev-0");
    assertThat(isMet(lacks)).isTrue();
    assertThat(lacks.awaitMet(host.machine())).isTrue();
  }

  @Test
  void aConditionOfAGuestThatNoLongerExistsIsMoot() {
    assertThat(new AssignmentCondition.GuestHas(3, FUNCTION).isMoot(host.machine())).isFalse();
    host.store().without("/local/domain/3");
    assertThat(new AssignmentCondition.GuestHas(3, FUNCTION).isMoot(host.machine())).isTrue();
    assertThat(new AssignmentCondition.GuestLacks(3, FUNCTION).isMoot(host.machine())).isTrue();
    assertThat(new AssignmentCondition.GuestHas(3, FUNCTION).isMoot(new FolderMachine(folder)))
        .isFalse();
  }

  @Test
  void withoutXenStoreNoConditionOfAGuestIsMet() {
    FolderMachine silent = new FolderMachine(folder);
    assertThat(new AssignmentCondition.GuestHas(3, FUNCTION).awaitMet(silent)).isFalse();
    assertThat(new AssignmentCondition.GuestLacks(3, FUNCTION).awaitMet(silent)).isFalse();
  }

  @Test
  void aDriverServesIfTheServiceIsVisible() {
    PciFunction card = host.observed().inventory().functions().meant(GuideHost.CARD);
    String interfaces = host.folder(GuideHost.CARD) + "/net";
    assertThat(isMet(new FunctionCondition.OffersService(card, Duration.ZERO))).isTrue();
    host.without(interfaces);
    assertThat(isMet(new FunctionCondition.OffersService(card, Duration.ZERO))).isFalse();
    assertThat(
            new FunctionCondition.OffersService(card, Duration.ofMillis(60))
                .awaitMet(host.machine()))
        .isFalse();
    host.put(host.folder(GuideHost.CARD) + "/virtio3/net/eth7/operstate", "down\n");
    assertThat(new FunctionCondition.OffersService(card, Duration.ZERO).awaitMet(host.machine()))
        .isTrue();
  }

  @Test
  void aServiceMayAppearLaterButNotAfterTheLimit() {
    PciFunction card = host.observed().inventory().functions().meant(GuideHost.CARD);
    String interfaces = host.folder(GuideHost.CARD) + "/net";
    host.without(interfaces);
    host.clock()
        .after(Duration.ofSeconds(40), () -> host.put(interfaces + "/eth1/operstate", "down\n"));
    Duration begun = host.clock().passed();
    Condition serves = new FunctionCondition.OffersService(card, Duration.ofSeconds(30));
    assertThat(serves.awaitMet(host.machine())).isFalse();
    assertThat(serves.awaitMet(host.machine())).isTrue();
    assertThat(host.clock().passed().minus(begun))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(50));
  }

  @Test
  void allConditionsAreMetOnlyIfEachIs() {
    Condition loaded = new FunctionCondition.DriverLoaded("e1000e");
    Condition missing = new FunctionCondition.DriverLoaded("bnx2");
    assertThat(isMet(new Condition.All(List.of(loaded, new Condition.NeverUndone())))).isTrue();
    assertThat(isMet(new Condition.All(List.of(loaded, missing)))).isFalse();
    assertThat(new Condition.All(List.of(loaded, missing)).awaitMet(host.machine())).isFalse();
    assertThat(new Condition.All(List.of(loaded, missing)))
        .hasToString("the driver e1000e is loaded and the driver bnx2 is loaded");
  }

  @Test
  void aConditionThatIsNotVerifiableIsNeverMetButAwaited() {
    assertThat(isMet(new Condition.NotVerifiable())).isFalse();
    assertThat(new Condition.NotVerifiable().awaitMet(host.machine())).isTrue();
  }

  private boolean isMet(Condition state) {
    return state.isMet(host.machine());
  }

  private static Condition carries(Optional<String> text) {
    return new InitramfsCarries(List.of(new FileEdit(SETTINGS, Optional.empty(), text)));
  }
}
