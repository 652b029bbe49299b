package gangway.service.http;

import gangway.json.JsonText;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a JSON object together from parts that are JSON already. */
public final class JsonMembers {
  private JsonMembers() {}

  /**
   * An object with more members.
   *
   * @param object the JSON of an object with at least one member
   * @param members JSON values by the names of the members
   */
  public static String added(String object, Map<String, String> members) {
    String whole = object.strip();
    return whole.substring(0, whole.length() - 1)
        + members.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(member ->
                "," + JsonText.of(json -> json.value(member.getKey())) + ":" + member.getValue())
            .collect(Collectors.joining())
        + "}";
  }
}
