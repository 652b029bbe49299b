package gangway.json;

/**
 * The number of the format in which commands print JSON, the member {@code format} of each value
 * (docs/json.md). It changes when a member gets another name or another meaning, and stays when a
 * member is added. A gangway reads another host's JSON only if both have the same number.
 */
public final class JsonFormat {
  public static final String MEMBER = "format";

  public static final int NUMBER = 1;

  private JsonFormat() {}
}
