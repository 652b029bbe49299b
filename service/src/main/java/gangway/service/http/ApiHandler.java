package gangway.service.http;

import gangway.Problem;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Answers the requests of the API, each in a virtual thread of its own. */
final class ApiHandler extends Handler.Abstract {
  private final Routes routes;
  private final Callers callers;
  private final Replies replies;

  ApiHandler(Routes routes, Callers callers, Replies replies) {
    this.routes = routes;
    this.callers = callers;
    this.replies = replies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      replies.write(answered(request), request, response);
      callback.succeeded();
    } catch (EventSink.CallerGone gone) {
      callback.failed(gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    }
    return true;
  }

  private Reply answered(Request request) throws InterruptedException {
    try {
      return answer(request);
    } catch (HttpProblem problem) {
      return Replies.problem(problem);
    } catch (Problem problem) {
      return Replies.problem(HttpProblem.of(problem));
    } catch (RuntimeException | Error fault) {
      if (fault instanceof HttpException) {
        return Replies.problem(
            HttpProblem.invalid("the request is not valid", "see GET /api/v1/openapi.json"));
      }
      return Replies.problem(HttpProblem.of(Refusal.FAULT, Problem.fault(fault)));
    }
  }

  private Reply answer(Request request) throws InterruptedException {
    Caller caller = callers.of(request);
    String method = request.getMethod();
    Routes.Match match = routes.match(method, Request.getPathInContext(request));
    if (match.route().forOperators() && !caller.isOperator()) {
      throw new HttpProblem(
          Refusal.MAY_NOT_ACT,
          "only an operator may make this request, and the user %s is a viewer"
              .formatted(caller.user()),
          "connect as root, or add the user to the group " + Roles.OPERATORS);
    }
    String body = method.equals("POST") ? Body.read(request) : "";
    return match
        .route()
        .resource()
        .answer(
            new Call(
                caller,
                match.variables(),
                Request.extractQueryParameters(request).stream()
                    .collect(
                        Collectors.toMap(
                            Fields.Field::getName, Fields.Field::getValue, (first, _) -> first)),
                name -> Optional.ofNullable(request.getHeaders().get(name)),
                body));
  }

  /** Whether the caller understands compressed answers. */
  static boolean acceptsGzip(Request request) {
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
    return accepted != null && accepted.contains("gzip");
  }
}
