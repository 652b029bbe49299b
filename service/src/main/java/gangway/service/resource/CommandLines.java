package gangway.service.resource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gangway.service.http.Call;

/**
 * The command lines of operations in the answers of the program. They can contain passwords, so
 * users who are no operators get only the names of the commands.
 */
final class CommandLines {
  private static final String COMMAND = "command";

  private CommandLines() {}

  /** The JSON that a caller may read. */
  static String readable(Call call, String json) {
    if (call.caller().isOperator() || !json.contains("\"" + COMMAND + "\"")) {
      return json;
    }
    JsonElement all = JsonParser.parseString(json);
    shorten(all);
    return all.toString();
  }

  private static void shorten(JsonElement element) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(CommandLines::shorten);
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      object.asMap().values().forEach(CommandLines::shorten);
      JsonElement command = object.get(COMMAND);
      if (command != null && command.isJsonPrimitive()) {
        object.addProperty(COMMAND, command.getAsString().split(" ", 2)[0]);
      }
    }
  }
}
