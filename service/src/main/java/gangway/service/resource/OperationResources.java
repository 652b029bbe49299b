package gangway.service.resource;

import gangway.Sha256;
import gangway.json.JsonFormat;
import gangway.json.JsonText;
import gangway.service.http.Call;
import gangway.service.http.Caller;
import gangway.service.http.HttpProblem;
import gangway.service.http.JsonMembers;
import gangway.service.http.Refusal;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.service.http.Routes;
import gangway.service.operation.Follower;
import gangway.service.operation.Start;
import gangway.service.operation.StartOrder;
import gangway.service.operation.Starts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations: the service starts the program for each, and follows what the program writes. */
final class OperationResources {
  /** A command that has not decided by then has begun to observe a large host. */
  private static final Duration DECISION = Duration.ofSeconds(25);

  /** Commands that end at a signal in the middle of their work, so they are never sent one. */
  private static final Set<String> UNSTOPPABLE = Set.of("recover", "doctor");

  private static final String KEY = "[0-9a-fA-F-]{36}";
  private static final String ID = "[A-Za-z0-9.-]{1,64}";

  private final CurrentHost host;
  private final Optional<Starts> starts;

  /**
   * Resources.
   *
   * @param starts empty if the service shows another machine, which it cannot change
   */
  OperationResources(CurrentHost host, Optional<Starts> starts) {
    this.host = host;
    this.starts = starts;
  }

  List<Route> routes() {
    return List.of(
        Route.getForOperators("/operations/{id}", this::show),
        Route.getForOperators("/operations/{id}/events", this::follow),
        Route.act("/operations", this::start),
        Route.act("/operations/{id}/cancellation", this::cancel),
        Route.act("/recoveries", this::recover),
        Route.act("/repairs", this::repair));
  }

  private Reply show(Call call) {
    String id = id(call);
    Optional<Start> start = starts.flatMap(all -> all.find(id));
    Map<String, String> report =
        start
            .flatMap(one -> new Follower(one).report())
            .<Map<String, String>>map(line -> Map.of("report", line))
            .orElse(Map.of());
    return Reply.json(JsonMembers.added(entry(id, start), report));
  }

  /** What the journal has about an operation. A command without a change has no entry there. */
  private String entry(String id, Optional<Start> start) {
    try {
      return ProgramAnswer.of(host.machine(), List.of("history", "--json", "--", id)).json();
    } catch (HttpProblem problem) {
      if (problem.refusal() != Refusal.INVALID) {
        throw problem;
      }
      if (start.isEmpty()) {
        throw unknown(id);
      }
      return "{\"format\":" + JsonFormat.NUMBER + ",\"operations\":[],\"unreadable\":[]}";
    }
  }

  private Reply follow(Call call) {
    return new Reply.Events(call.caller(), new Follower(started(call)));
  }

  private Reply start(Call call) throws InterruptedException {
    AskedCommand asked = AskedCommand.start(call.body());
    return started(call, asked.acting(), asked.input(), Optional.empty());
  }

  private Reply cancel(Call call) {
    RequestBody.of(call.body()).only(Set.of());
    Start start = started(call);
    if (!start.alive()) {
      throw new HttpProblem(
          Refusal.ENDED, "the operation has ended", "see GET /api/v1/operations/" + start.name());
    }
    if (UNSTOPPABLE.contains(start.order().command())) {
      throw new HttpProblem(
          Refusal.BUSY, "a recovery or a repair cannot be stopped", "wait until it has ended");
    }
    if (new Follower(start).completing()) {
      throw new HttpProblem(
          Refusal.BUSY,
          "the operation can no longer be undone, and performs its remaining steps",
          "wait until it has ended");
    }
    start.cancel();
    return accepted(start);
  }

  private Reply recover(Call call) throws InterruptedException {
    RequestBody body = RequestBody.of(call.body()).only(Set.of("operation", "asIs"));
    String operation = body.text("operation");
    if (Interrupted.on(host.machine()).noneMatch(operation::equals)) {
      throw HttpProblem.notFound(
          "there is no interrupted operation " + operation,
          "see 'interrupted' of GET /api/v1/host");
    }
    List<String> words = new ArrayList<>(List.of("recover", "--json-lines"));
    if (body.flag("asIs").orElse(false)) {
      words.add("--as-is");
    }
    return started(call, words, Optional.empty(), Optional.of(operation));
  }

  private Reply repair(Call call) throws InterruptedException {
    RequestBody.of(call.body()).only(Set.of());
    return started(
        call, List.of("doctor", "--fix", "--json-lines"), Optional.empty(), Optional.empty());
  }

  private Reply started(
      Call call, List<String> words, Optional<String> input, Optional<String> operation)
      throws InterruptedException {
    Caller caller = call.caller();
    StartOrder order =
        new StartOrder(
            words,
            input,
            caller.user(),
            caller.uid(),
            caller.via() == Caller.Via.SOCKET ? "socket" : "web",
            key(call),
            Sha256.of(call.body()),
            operation);
    try {
      Start start = mustAct().start(order);
      Decisions.mustBeAccepted(new Follower(start).decision(DECISION));
      return accepted(start);
    } catch (Starts.OtherRequest other) {
      throw new HttpProblem(
          Refusal.OTHER_REQUEST,
          "the Idempotency-Key was used for another request",
          "use a new key for each request");
    }
  }

  private static Optional<String> key(Call call) {
    Optional<String> key = call.header().apply("Idempotency-Key");
    if (key.filter(text -> !text.matches(KEY)).isPresent()) {
      throw HttpProblem.invalid("the header Idempotency-Key is not a UUID", "send a new UUID");
    }
    return key;
  }

  private Starts mustAct() {
    return starts.orElseThrow(() ->
        new HttpProblem(
            Refusal.MAY_NOT_ACT,
            "this service shows another machine, which it cannot change",
            "use the service of that machine"));
  }

  private static String id(Call call) {
    String id = call.variable("id");
    if (!id.matches(ID)) {
      throw unknown(id);
    }
    return id;
  }

  private Start started(Call call) {
    String id = id(call);
    return starts.flatMap(all -> all.find(id)).orElseThrow(() -> unknown(id));
  }

  private static HttpProblem unknown(String id) {
    return HttpProblem.notFound(
        "this service has not started the operation " + id,
        "GET /api/v1/operations lists all operations");
  }

  private static Reply accepted(Start start) {
    String name = start.name();
    return Reply.json(
        202,
        JsonText.of(json -> {
          json.beginObject();
          json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
          json.member("operation", name);
          json.endObject();
        }),
        Map.of("Location", Routes.BASE + "/operations/" + name));
  }
}
