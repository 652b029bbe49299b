package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Rate;
import gangway.service.http.Refusal;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import java.util.List;

/**
 * Checks of requests. A check reads the host afresh.
 *
 * @param rate how many checks a user may ask for
 * @param turns the turns of all requests that read the host
 * @param turnsBesideOthers the turns of the checks that also ask another host
 */
record CheckResources(CurrentHost host, Rate rate, Turns turns, Turns turnsBesideOthers) {

  List<Route> routes() {
    return List.of(Route.ask("/checks", this::check));
  }

  private Reply check(Call call) throws InterruptedException {
    AskedCommand asked = AskedCommand.check(call.body());
    if (asked.checkedByOperatorsOnly() && !call.caller().isOperator()) {
      throw new HttpProblem(
          Refusal.MAY_NOT_ACT,
          "only operators may check this request",
          "ask an operator: root, or a member of the group gangway-operators");
    }
    if (!rate.take(call.caller().uid())) {
      throw new HttpProblem(
          Refusal.TOO_MANY, "too many checks were asked for", "try again in a minute");
    }
    return asked.checkedOnAnotherHost()
        ? turnsBesideOthers.inTurn(_ -> checked(asked, host.machineBesideOthers())).answer(call)
        : turns.inTurn(_ -> checked(asked, host.machine())).answer(call);
  }

  private static Reply checked(AskedCommand asked, Machine machine) {
    return Reply.json(asked.checked(machine).json());
  }
}
