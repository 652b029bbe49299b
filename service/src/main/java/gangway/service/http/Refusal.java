package gangway.service.http;

/** Why a request is refused: the codes of docs/api.md with their status. */
public enum Refusal {
  INVALID(400, "invalid", "The request is not valid"),
  NO_TOKEN(401, "no-token", "The token is missing"),
  WRONG_TOKEN(401, "wrong-token", "The token is wrong"),
  MAY_NOT_ACT(403, "may-not-act", "Only operators may make this request"),
  FOREIGN_ORIGIN(403, "foreign-origin", "The request comes from another page"),
  NOT_FOUND(404, "not-found", "There is no such resource"),
  WRONG_METHOD(405, "wrong-method", "The resource does not have this method"),
  TIMEOUT(408, "too-slow", "The request did not arrive in time"),
  BUSY(409, "busy", "Another operation is in progress"),
  PLAN_CHANGED(409, "plan-changed", "The host is not as it was when it was checked"),
  INTERRUPTED(409, "interrupted", "An interrupted operation must be recovered first"),
  ENDED(409, "ended", "The operation has ended"),
  TOO_LARGE(413, "too-large", "The request is too large"),
  NOT_JSON(415, "not-json", "The body is not JSON"),
  WRONG_HOST(421, "wrong-host", "The request names another host"),
  REFUSED(422, "refused", "The request is refused"),
  OTHER_REQUEST(422, "other-request", "The key belongs to another request"),
  TOO_MANY(429, "too-many", "There are too many requests"),
  HEADER_TOO_LARGE(431, "header-too-large", "The header of the request is too large"),
  FAULT(500, "fault", "The service has a fault"),
  UNREADABLE(503, "unreadable", "The host cannot be read"),
  ENDING(503, "ending", "The service ends"),
  DISK_FULL(503, "disk-full", "The service cannot write files");

  private final int status;
  private final String code;
  private final String title;

  Refusal(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String title() {
    return title;
  }
}
