package gangway.service.resource;

import gangway.journal.EndedOperations;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.view.HistoryView;
import gangway.view.ViewWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operations in the journal: the last ones. Only root can read the journal on the host, because
 * commands can contain passwords.
 */
record HistoryResources(CurrentHost host) {
  private static final int USUAL = 50;
  private static final int MOST = 100;

  List<Route> routes() {
    return List.of(Route.getForOperators("/operations", this::list));
  }

  private Reply list(Call call) {
    int limit = limit(call);
    Journal journal = new Journal(host.machine());
    EndedOperations ended = journal.ended();
    OpenOperations open = journal.running();
    List<Operation> readable = last(ended.readable(), open.readable(), limit);
    List<UnreadableOperation> unreadable = last(ended.unreadable(), open.unreadable(), limit);
    return Tagged.of(ViewWriter.document(HistoryView.of(readable, unreadable, journal)))
        .answer(call);
  }

  private static int limit(Call call) {
    String text = call.parameter("limit").orElse(Integer.toString(USUAL));
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw HttpProblem.invalid(
          "the value of the parameter 'limit' is not valid", "use a number from 1 to " + MOST);
    }
    return limit;
  }

  private static <T> List<T> last(List<T> ended, List<T> open, int limit) {
    List<T> all = Stream.concat(ended.stream(), open.stream()).toList();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }
}
