package gangway.service.http;

import gangway.Problem;
import gangway.json.JsonText;
import java.util.List;
import java.util.Map;

/** The reason that a request is refused, as problem details (RFC 9457). */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  public static final String MEDIA_TYPE = "application/problem+json";

  private final Refusal refusal;
  private final String detail;
  private final String remedy;
  private final transient List<String> evidence;
  private final transient Map<String, String> members;

  public HttpProblem(Refusal refusal, String detail, String remedy, String... evidence) {
    this(refusal, detail, remedy, List.of(evidence), Map.of());
  }

  /**
   * A problem with more members.
   *
   * @param members JSON values by the names of the members
   */
  public HttpProblem(
      Refusal refusal,
      String detail,
      String remedy,
      List<String> evidence,
      Map<String, String> members) {
    super(detail);
    this.refusal = refusal;
    this.detail = detail;
    this.remedy = remedy;
    this.evidence = List.copyOf(evidence);
    this.members = Map.copyOf(members);
  }

  /** A problem of the program, which stopped the work on a request that changes nothing. */
  public static HttpProblem of(Problem problem) {
    Refusal refusal =
        switch (problem.kind()) {
          case USAGE -> Refusal.INVALID;
          case REFUSED -> Refusal.UNREADABLE;
          case FAILED, INCONSISTENT -> Refusal.FAULT;
        };
    return of(refusal, problem);
  }

  public static HttpProblem of(Refusal refusal, Problem problem) {
    return new HttpProblem(
        refusal, problem.blocker(), problem.remedy(), problem.evidence(), Map.of());
  }

  public static HttpProblem notFound(String detail, String remedy) {
    return new HttpProblem(Refusal.NOT_FOUND, detail, remedy);
  }

  public static HttpProblem invalid(String detail, String remedy) {
    return new HttpProblem(Refusal.INVALID, detail, remedy);
  }

  /** The same problem as the answer to a request that only it refuses: no finding does. */
  public HttpProblem refusing() {
    return new HttpProblem(Refusal.REFUSED, detail, remedy, evidence, Map.of("findings", "[]"));
  }

  public Refusal refusal() {
    return refusal;
  }

  /** The JSON of the problem. */
  public String document() {
    return document(refusal.status());
  }

  /** The JSON of the problem, in an answer with another status. */
  String document(int status) {
    String own =
        JsonText.of(json -> {
          json.beginObject();
          json.member("type", "/problems/" + refusal.code());
          json.member("title", refusal.title());
          json.member("status", status);
          json.member("detail", detail);
          json.member("code", refusal.code());
          json.beginArray("evidence");
          evidence.forEach(json::value);
          json.endArray();
          if (!remedy.isEmpty()) {
            json.member("remedy", remedy);
          }
          json.endObject();
        });
    return JsonMembers.added(own, members);
  }
}
