package gangway.host;

import gangway.xenstore.MapXenStore;
import java.util.HashMap;
import java.util.Map;

/** What answers in guests what they are asked in XenStore: the agent, and the kernel's module. */
final class GuestAgents {
  private final MapXenStore store;

  /** The answers, by the folder in which it is asked. */
  private final Map<String, String> answers = new HashMap<>();

  GuestAgents(MapXenStore store) {
    this.store = store;
  }

  /** Gives a guest an agent that answers every question with the same words. */
  void agent(int domid, String answer) {
    answering(folder(domid), "agent", answer);
  }

  /** Gives a guest's kernel the module, which answers every question with the same words. */
  void module(int domid, String answer) {
    answering(folder(domid) + "pirq/", "module", answer);
  }

  private void answering(String folder, String who, String answer) {
    store.with(folder + who, "1");
    answers.put(folder, answer);
  }

  private static String folder(int domid) {
    return "/local/domain/" + domid + "/data/gangway/";
  }

  /** Lets them answer what was asked. */
  void answer() {
    answers.forEach((folder, answer) ->
        store
            .read(folder + "ask")
            .ifPresent(question ->
                store.with(folder + "answer", question.split(" ", 2)[0] + " " + answer)));
  }
}
