package gangway.service.resource;

import gangway.Resource;
import gangway.Version;
import gangway.json.JsonFormat;
import gangway.json.JsonText;
import gangway.service.http.Call;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.service.http.Routes;
import java.util.List;
import java.util.Locale;

/**
 * What the service tells about itself and about the caller.
 *
 * @param mayAct whether the service can change the host that it shows
 */
record ServiceResources(boolean mayAct) {
  private static final List<String> LINKS =
      List.of(
          "me",
          "host",
          "functions",
          "guests",
          "operations",
          "doctor",
          "guard",
          "configuration",
          "explanations",
          "events",
          "openapi.json");

  List<Route> routes() {
    return List.of(
        Route.get("/", _ -> start()),
        Route.get("/openapi.json", _ -> Reply.json(description())),
        Route.get("/me", this::me));
  }

  /** The description of this API (OpenAPI 3.1). */
  static String description() {
    return Resource.text(ServiceResources.class, "openapi.json");
  }

  private static Reply start() {
    return Reply.json(
        JsonText.of(json -> {
          json.beginObject();
          json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
          json.member("version", Version.text());
          json.beginObject("links");
          LINKS.forEach(link -> json.member(link, Routes.BASE + "/" + link));
          json.endObject();
          json.endObject();
        }));
  }

  private Reply me(Call call) {
    return Reply.json(
        JsonText.of(json -> {
          json.beginObject();
          json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
          json.member("user", call.caller().user());
          json.member("uid", call.caller().uid());
          json.member("via", word(call.caller().via()));
          json.member("role", word(call.caller().role()));
          json.member("mayAct", mayAct && call.caller().isOperator());
          json.endObject();
        }));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
