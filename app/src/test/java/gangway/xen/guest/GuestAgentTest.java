package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.pci.Examples;
import gangway.xen.guest.GuestAgent.Answer;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xenstore.MapXenStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestAgentTest {
  private static final String NODE = "/local/domain/3/data/gangway/";

  private final MapXenStore store = new MapXenStore();
  private final GuestAgent agent = new GuestAgent(3);

  @Test
  void anAgentOfAKnownVersionIsPresent() {
    assertThat(agent.present(store)).isFalse();
    store.with(NODE + "agent", "2");
    assertThat(agent.present(store)).isFalse();
    store.with(NODE + "agent", "1");
    assertThat(agent.present(store)).isTrue();
  }

  @Test
  void theAgentNamesTheDriverOfEachFunction() {
    store.with(NODE + "pci/0000-00-01-0", "e1000e").with(NODE + "pci/0000-00-02-0", "");
    assertThat(agent.driver(store, Examples.address("0000:00:01.0"))).contains("e1000e");
    assertThat(agent.driver(store, Examples.address("0000:00:02.0"))).isEmpty();
    assertThat(agent.driver(store, Examples.address("0000:00:03.0"))).isEmpty();
  }

  @Attack(Party.GUEST)
  @Test
  void malformedDriverNamesAreUnknown() {
    for (String name :
        List.of("e1000e\u001b[2J", "x".repeat(65), "tr\u00efck\u202e", "two\nlines")) {
      store.with(NODE + "pci/0000-00-01-0", name);
      assertThat(agent.inGuest(store, Examples.address("0000:00:01.0")))
          .isEqualTo(new FunctionInGuest.Unknown());
    }
  }

  @Test
  void aFunctionThatTheAgentDoesNotNameIsNotSeen() {
    assertThat(agent.inGuest(store, Examples.address("0000:00:01.0")))
        .isEqualTo(new FunctionInGuest.Unknown());
    store.with(NODE + "agent", "1").with(NODE + "pci/0000-00-02-0", "");
    assertThat(agent.inGuest(store, Examples.address("0000:00:01.0")))
        .isEqualTo(new FunctionInGuest.Unseen());
    assertThat(agent.inGuest(store, Examples.address("0000:00:02.0")))
        .isEqualTo(new FunctionInGuest.Undriven());
  }

  @Attack(Party.GUEST)
  @Test
  void onlyAnAnswerWithTheTokenOfTheQuestionCounts() {
    assertThat(agent.answer(store, "t1")).isEmpty();
    store.with(NODE + "answer", "t0 yes");
    assertThat(agent.answer(store, "t1")).isEmpty();
    store.with(NODE + "answer", "t1 yes");
    assertThat(agent.answer(store, "t1")).contains(new Answer.Yes());
  }

  @Attack(Party.GUEST)
  @Test
  void everyAnswerExceptYesCountsAsNoAndIsTruncated() {
    store.with(NODE + "answer", "t1 no it is mounted");
    assertThat(agent.answer(store, "t1")).contains(new Answer.No("no it is mounted"));
    store.with(NODE + "answer", "t1 " + "x".repeat(4000));
    assertThat(agent.answer(store, "t1")).contains(new Answer.No("x".repeat(200)));
  }
}
